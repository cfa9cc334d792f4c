-- The general ledger: totals per account, bucket and closed day; what loans earned and nobody owes
-- yet; and the differences with the rail, which a person resolves.

-- Each day the general ledger was totalled for, once.
create table gl_day (
    business_date date primary key,
    totalled_at   timestamptz not null
);

-- Every account of a bucket that was ever totalled: where the balances of a day are looked up.
create table gl_account (
    bucket   int not null,
    account  text not null,
    currency text not null,
    primary key (bucket, account, currency)
);

-- One row per account, bucket and day on which it moved. What was posted up to and with the day is
-- kept beside the day's own turnover, so that a day is totalled without looking at earlier entries.
create table gl_total (
    bucket             int not null,
    account            text not null,
    currency           text not null,
    business_date      date not null,
    debit_minor        bigint not null,
    credit_minor       bigint not null,
    debit_total_minor  bigint not null,
    credit_total_minor bigint not null,
    opening_minor      bigint generated always as
        (debit_total_minor - debit_minor - credit_total_minor + credit_minor) stored,
    closing_minor      bigint generated always as (debit_total_minor - credit_total_minor) stored,
    primary key (bucket, account, currency, business_date)
);
create index gl_total_of_day on gl_total (business_date);

-- What the loans of a bucket have earned and nobody owes yet. Interest accrues in millionths of a
-- fen; what is less than a fen waits for the next night.
create table gl_accrual (
    bucket          int not null,
    business_date   date not null,
    earned_minor    bigint not null,
    fell_due_minor  bigint not null,
    trued_up_minor  bigint not null,
    closing_minor   bigint not null,
    remainder_micro bigint not null,
    primary key (bucket, business_date),
    constraint remainder_is_less_than_a_fen check (remainder_micro between 0 and 999999)
);

-- The same counted loan by loan at the end of a month: the accrual is set to it.
create table accrual_recount (
    business_date date not null,
    bucket        int not null,
    accrued_minor bigint not null,
    primary key (business_date, bucket)
);

-- Books that were kept before there was a general ledger open it with what they had posted.
with today as (select business_date - 1 as day from business_day), side as (
    select bucket, debit_account as account, currency, amount_minor as debit, 0 as credit
    from ledger_entry where business_date <= (select day from today)
    union all
    select bucket, credit_account, currency, 0, amount_minor
    from ledger_entry where business_date <= (select day from today)
)
insert into gl_total (bucket, account, currency, business_date, debit_minor, credit_minor,
    debit_total_minor, credit_total_minor)
select bucket, account, currency, day, 0, 0, sum(debit), sum(credit)
from side, today group by bucket, account, currency, day;
insert into gl_account (bucket, account, currency) select bucket, account, currency from gl_total;

-- A statement of the rail that could not be taken, by the last time it was read. The day goes on
-- without it and reads it again at the next close.
create table statement_refusal (
    business_date date primary key,
    reason        text not null,
    times         int not null,
    refused_at    timestamptz not null
);

-- The rail may move money more than once under one key; each statement's movement is kept.
alter table rail_movement drop constraint rail_movement_pkey;
alter table rail_movement add primary key (rail_key, direction, statement_date);

-- A movement on which books and rail disagree, from the day it was found until both agree or a
-- person resolves it.
create table rail_difference (
    difference_id     uuid primary key,
    bucket            int not null,
    customer_id       uuid,
    loan_id           uuid,
    rail_key          text not null,
    direction         text not null,
    kind              text not null,
    book_amount_minor bigint not null,
    rail_amount_minor bigint not null,
    currency          text not null,
    found_on          date not null,
    state             text not null,
    reason            text,
    note              text not null,
    proposed_by       text not null,
    resolved_by       text not null,
    ended_on          date,
    version           int not null,
    constraint difference_kind_known
        check (kind in ('MISSING_AT_RAIL', 'MISSING_IN_BOOKS', 'AMOUNT')),
    constraint difference_state_known
        check (state in ('OPEN', 'PROPOSED', 'RESOLVED', 'MATCHED')),
    constraint resolved_by_a_person check ((state = 'RESOLVED') = (resolved_by <> '')),
    constraint ended_differences_say_when
        check ((ended_on is not null) = (state in ('RESOLVED', 'MATCHED')))
);
create index rail_difference_open on rail_difference (found_on)
    where state in ('OPEN', 'PROPOSED');
create index rail_difference_of_key on rail_difference (rail_key, direction);
