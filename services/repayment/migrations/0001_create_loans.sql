-- What customers owe (loan) and what is collected from them (repayment).

create table loan (
    customer_id               uuid not null,
    loan_id                   uuid not null,
    bucket                    int not null,
    credit_line_id            uuid not null,
    contract_id               uuid not null,
    card_id                   uuid not null,
    currency                  text not null,
    principal_minor           bigint not null,
    terms                     jsonb not null,
    disbursed_on              date not null,
    opened_on                 date not null,
    instalments               jsonb not null,
    principal_history         jsonb not null,
    as_of                     date not null,
    prepaid_principal_minor   bigint not null,
    status                    text not null,
    next_due_on               date,
    unpaid_since              date,
    overdue_from              date,
    settled_on                date,
    -- A loan has at most one collection under way: nothing is debited twice.
    live_repayment_id         uuid,
    version                   int not null,
    -- What the end of day totals over all loans, so that it need not open the documents.
    not_yet_due_minor         bigint generated always as
        ((principal_history -> -1 ->> 'principal_minor')::bigint) stored,
    daily_rate_ppm            int generated always as ((terms ->> 'daily_rate_ppm')::int) stored,
    primary key (customer_id, loan_id),
    constraint principal_is_positive check (principal_minor > 0),
    constraint prepaid_within_principal
        check (prepaid_principal_minor between 0 and principal_minor),
    constraint loan_status_known check (status in ('ACTIVE', 'OVERDUE', 'SETTLED')),
    constraint settled_loans_owe_nothing check (
        (status = 'SETTLED') = (settled_on is not null)
        and (status <> 'SETTLED' or (next_due_on is null and unpaid_since is null))
    ),
    constraint unpaid_loans_have_an_overdue_date
        check ((unpaid_since is null) = (overdue_from is null))
);
-- The end of day finds the loans that change by these, and nothing else.
create index loan_falls_due on loan (next_due_on) where next_due_on is not null;
create index loan_unpaid on loan (unpaid_since) where unpaid_since is not null;
create index loan_turns_overdue on loan (overdue_from) where status = 'ACTIVE';
-- The reconciliation looks for the payouts of a day.
create index loan_opened on loan (opened_on);

create table repayment (
    customer_id   uuid not null,
    repayment_id  uuid not null,
    bucket        int not null,
    loan_id       uuid not null,
    card_id       uuid not null,
    currency      text not null,
    amount_minor  bigint not null,
    kind          text not null,
    origin        text not null,
    requested_on  date not null,
    requested_at  timestamptz not null,
    status        text not null,
    posted_on     date,
    failure_code  text not null,
    parts         jsonb,
    version       int not null,
    primary key (customer_id, repayment_id),
    constraint amount_is_positive check (amount_minor > 0),
    constraint kind_known check (kind in ('DUE', 'PREPAY', 'PAYOFF')),
    constraint origin_known check (origin in ('CUSTOMER', 'AUTO_DEBIT')),
    constraint repayment_status_known
        check (status in ('COLLECTING', 'UNKNOWN', 'POSTED', 'FAILED')),
    constraint posted_repayments_are_allocated check (
        (status = 'POSTED') = (posted_on is not null) and (posted_on is null) = (parts is null)
    ),
    constraint failed_repayments_say_why check ((status = 'FAILED') = (failure_code <> ''))
);
create index repayment_of_loan on repayment (customer_id, loan_id, repayment_id);
create index repayment_posted on repayment (posted_on) where posted_on is not null;
create index repayment_requested on repayment (requested_on);
