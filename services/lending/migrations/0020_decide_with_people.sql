-- A decision may wait for a person, whose word is kept beside the engine's; some near rejects are approved at random
-- within a monthly budget.

alter table loan_application add column reviewed jsonb;
-- What changes of the rules are tried on: the applications decided last.
create index loan_application_newest on loan_application (product_code, decided_at desc);

create table manual_review (
    customer_id              uuid not null,
    review_id                uuid not null,
    application_id           uuid not null,
    product_code             text not null,
    kind                     text not null,
    status                   text not null,
    reason_codes             jsonb not null,
    statement                text not null,
    proposed_limit_minor     bigint not null,
    limit_max_minor          bigint not null,
    second_person_from_minor bigint not null,
    opened_at                timestamptz not null,
    due_on                   date not null,
    taken_by                 text not null,
    proposal                 jsonb,
    confirmed_by             text not null,
    decided_at               timestamptz,
    overdue_announced        boolean not null,
    version                  bigint not null,
    bucket                   int not null,
    primary key (customer_id, review_id),
    constraint kind_is_known check (kind in ('REFERRED', 'REQUESTED')),
    constraint status_is_known check (status in (
        'OPEN',      -- nobody has it
        'TAKEN',     -- somebody looks at it
        'PROPOSED',  -- waits for the second person
        'APPROVED',  -- a limit was granted
        'DECLINED',  -- declined, or the decline was upheld
        'EXPIRED'    -- nobody decided in time
    )),
    constraint two_persons_differ check (confirmed_by = '' or confirmed_by <> proposal->>'staff_name'),
    constraint decided_has_a_time
        check ((decided_at is not null) = (status in ('APPROVED', 'DECLINED', 'EXPIRED')))
);
-- The queue: few of all reviews wait.
create index manual_review_waiting on manual_review (review_id) where status in ('OPEN', 'TAKEN', 'PROPOSED');

create table exploration_month (
    month               text primary key,
    expected_loss_minor bigint not null,
    approvals           bigint not null,
    version             bigint not null,
    bucket              int not null
);
