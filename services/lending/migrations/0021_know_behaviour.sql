-- How customers repay and spend, as facts that are never changed, and what they say of the risk when asked again.

create table behaviour_fact (
    customer_id     uuid not null,
    fact_id         uuid not null,
    loan_id         uuid not null,
    kind            text not null,
    happened_on     date not null,
    known_at        timestamptz not null,
    amount_minor    bigint not null,
    principal_minor bigint not null,
    days_past_due   bigint not null,
    credit_line_id  uuid,
    version         bigint not null,
    bucket          int not null,
    primary key (customer_id, fact_id),
    constraint kind_is_known check (kind in (
        'DRAWN',      -- principal was paid out
        'REPAID',     -- a payment of what was due
        'PREPAID',    -- a payment before it was due
        'OVERDUE',    -- past the grace of an instalment
        'RECOVERED',  -- nothing is overdue any more
        'CORRECTED'   -- a payment was taken back or put right
    ))
);

create table behaviour_score (
    customer_id    uuid not null,
    score_id       uuid not null,
    credit_line_id uuid not null,
    product_code   text not null,
    cause          text not null,
    business_date  date not null,
    known_at       timestamptz not null,
    behaviour      jsonb not null,
    features       jsonb not null,
    score          jsonb not null,
    pd_ppm         bigint not null,
    grade          text not null,
    line_grade     text not null,
    triggers       jsonb not null,
    credit_version text not null,
    version        bigint not null,
    bucket         int not null,
    primary key (customer_id, score_id),
    constraint cause_is_known check (cause in ('MONTHLY', 'OVERDUE', 'RECOVERED'))
);

-- The monthly run reads all lines in order of their ids.
create index credit_line_in_order on credit_line (credit_line_id);
