-- What the end of day totals, beside the documents: a night reads one narrow row per loan that owes,
-- however long the loan's history is. Whoever writes a loan writes this row in the same transaction.
create table loan_total (
    customer_id        uuid not null,
    loan_id            uuid not null,
    bucket             int not null,
    opened_on          date not null,
    not_yet_due_minor  bigint not null,
    daily_rate_ppm     bigint not null,
    due_minor          bigint not null,
    penalty_rate_units bigint not null,
    -- Before late_from nothing that is due is past its grace; from all_late_from on all of it is.
    late_from          date,
    all_late_from      date,
    primary key (customer_id, loan_id)
) with (fillfactor = 80);
-- The few loans of which one due instalment is past its grace and another is not yet.
create index loan_total_partly_late on loan_total (all_late_from) where late_from < all_late_from;

insert into loan_total (customer_id, loan_id, bucket, opened_on, not_yet_due_minor, daily_rate_ppm,
    due_minor, penalty_rate_units, late_from, all_late_from)
select l.customer_id, l.loan_id, l.bucket, l.opened_on, l.not_yet_due_minor, l.daily_rate_ppm,
    coalesce(i.due_minor, 0), least(
        l.daily_rate_ppm::bigint * (l.terms ->> 'penalty_factor_pct')::bigint * 365,
        (l.terms ->> 'cap_annual_ppm')::bigint * 100),
    l.overdue_from, i.all_late_from
from loan l cross join lateral (
    select sum(principal_minor - principal_paid_minor) as due_minor,
        max(due_on + (l.terms ->> 'grace_days')::int + 1) as all_late_from
    from jsonb_to_recordset(l.instalments)
        as r(state text, due_on date, principal_minor bigint, principal_paid_minor bigint)
    where r.state = 'DUE'
) i
where l.status <> 'SETTLED';

alter table loan drop column not_yet_due_minor, drop column daily_rate_ppm;

-- The loans that a step changes are found per range of buckets.
drop index loan_falls_due, loan_unpaid, loan_turns_overdue;
create index loan_falls_due on loan (next_due_on, bucket) where next_due_on is not null;
create index loan_unpaid on loan (unpaid_since, bucket) where unpaid_since is not null;
create index loan_turns_overdue on loan (overdue_from, bucket) where status = 'ACTIVE';

-- A range of buckets that one step of one business date goes through.
create table end_of_day_chunk (
    chunk_id      text primary key,
    bucket        int not null,
    business_date date not null,
    step          text not null,
    first_bucket  int not null,
    last_bucket   int not null,
    requested_at  timestamptz not null,
    status        text not null,
    changed       bigint not null,
    worker        text not null,
    heard_at      timestamptz,
    ended_at      timestamptz,
    version       int not null,
    constraint chunk_status_known check (status in ('REQUESTED', 'RUNNING', 'DONE')),
    constraint done_chunks_have_ended check ((status = 'DONE') = (ended_at is not null)),
    constraint chunk_is_a_range check (first_bucket between 0 and last_bucket)
);
create index end_of_day_chunk_of_step on end_of_day_chunk (business_date, step);

-- A loan that a step of the end of day could not change; tried again at every close.
create table loan_set_aside (
    customer_id   uuid not null,
    loan_id       uuid not null,
    step          text not null,
    bucket        int not null,
    business_date date not null,
    reason        text not null,
    tries         int not null,
    first_at      timestamptz not null,
    last_at       timestamptz not null,
    resolved_at   timestamptz,
    version       int not null,
    primary key (customer_id, loan_id, step)
);
create index loan_set_aside_open on loan_set_aside (step, bucket) where resolved_at is null;
