-- The strategy of collection: what collectors do about late loans, and who does it.

-- A complaint about collection holds all contacts until it is answered; so does each further one.
alter table debtor_contacts add column holds jsonb not null default '[]';

-- One row per loan that is or was collected; the night finds by it what is due, and nothing else.
create table collection_case (
    customer_id  uuid not null,
    loan_id      uuid not null,
    bucket       int not null,
    overdue_from date not null,
    made         jsonb not null,
    open_tasks   jsonb not null,
    next_on      date,
    is_open      bool not null,
    version      int not null,
    primary key (customer_id, loan_id)
);
create index collection_case_next on collection_case (next_on) where next_on is not null;
create index collection_case_open on collection_case (customer_id, loan_id) where is_open;

create table collection_task (
    customer_id uuid not null,
    task_id     uuid not null,
    bucket      int not null,
    loan_id     uuid not null,
    act         text not null,
    late_bucket text not null,
    day         bigint not null,
    made_on     date not null,
    open_from   date not null,
    status      text not null,
    taken_by    text not null,
    taken_at    timestamptz,
    contact_id  uuid,
    tries       bigint not null,
    outcome     text not null,
    note        text not null,
    ended_at    timestamptz,
    version     int not null,
    primary key (customer_id, task_id),
    constraint task_status_known check (status in ('OPEN', 'TAKEN', 'DONE', 'CANCELLED')),
    constraint taken_by_somebody check (status <> 'TAKEN' or taken_by <> '')
);
-- The list of what is to be done, and of what one person has.
create index collection_task_open on collection_task (task_id) where status = 'OPEN';
create index collection_task_taken on collection_task (taken_by, task_id) where status = 'TAKEN';
