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
