-- What lending knows: applications and their decisions, credit lines, quotes, contracts, drawdowns.
-- customer_id comes first in every key; nothing here refers to another service's tables.

-- One row per decided application, with every value it was decided on.
create table loan_application (
    customer_id    uuid not null,
    application_id uuid not null,
    product_code   text not null,
    employer       text not null,
    occupation     text not null,
    inputs         jsonb not null,
    decision       jsonb not null,
    decided_at     timestamptz not null,
    version        bigint not null,
    bucket         int not null,
    primary key (customer_id, application_id)
);

-- The revolving limit. The id is derived from customer and product, so there is one of each.
create table credit_line (
    customer_id    uuid not null,
    credit_line_id uuid not null,
    product_code   text not null,
    application_id uuid not null,
    purpose        text not null,
    status         text not null,
    grade          text not null,
    daily_rate_ppm bigint not null,
    limit_minor    bigint not null,
    drawn_minor    bigint not null,
    reserved_minor bigint not null,
    assessed_on    date not null,
    opened_at      timestamptz not null,
    policy_version text not null,
    version        bigint not null,
    bucket         int not null,
    primary key (customer_id, credit_line_id),
    constraint drawn_and_reserved_within_limit
        check (drawn_minor >= 0 and reserved_minor >= 0
               and drawn_minor + reserved_minor <= limit_minor),
    constraint status_is_known check (status in (
        'OPENED',  -- granted, nothing drawn yet
        'ACTIVE',  -- drawn on at least once
        'FROZEN',  -- nothing new may be drawn
        'CLOSED'   -- ended for good
    ))
);

-- What one loan would cost, with its cost sheet and how far the customer came with it.
create table quote (
    customer_id        uuid not null,
    quote_id           uuid not null,
    credit_line_id     uuid not null,
    product_code       text not null,
    borrower_masked    text not null,
    purpose            text not null,
    terms              jsonb not null,
    daily_rate_ppm     bigint not null,
    valid_on           date not null,
    schedule           jsonb not null,
    annual             jsonb not null,
    penalty            jsonb not null,
    service_fee_minor  bigint not null,
    prepayment_fee_ppm bigint not null,
    cost_sheet         jsonb not null,
    contract_template  text not null,
    policy_version     text not null,
    quoted_at          timestamptz not null,
    opened_at          timestamptz,
    confirmed_at       timestamptz,
    contract_id        uuid,
    version            bigint not null,
    bucket             int not null,
    primary key (customer_id, quote_id),
    constraint confirmed_after_opened check (confirmed_at is null or confirmed_at >= opened_at),
    constraint signed_after_confirmed check (contract_id is null or confirmed_at is not null)
);

-- Signed contracts: the text never changes; drawdown_id is set once.
create table contract (
    customer_id    uuid not null,
    contract_id    uuid not null,
    quote_id       uuid not null,
    credit_line_id uuid not null,
    terms          jsonb not null,
    text_zh        text not null,
    sha256         text not null,
    template       text not null,
    signed_at      timestamptz not null,
    drawdown_id    uuid,
    version        bigint not null,
    bucket         int not null,
    primary key (customer_id, contract_id)
);

-- Money on its way to a customer, one row per drawdown for ever.
create table drawdown (
    customer_id    uuid not null,
    drawdown_id    uuid not null,
    contract_id    uuid not null,
    credit_line_id uuid not null,
    card           jsonb not null,
    terms          jsonb not null,
    amount_minor   bigint not null,
    status         text not null,
    requested_at   timestamptz not null,
    requested_on   date not null,
    verdict        jsonb,
    hold_reason    text,
    refusal_reason text not null,
    paid_on        date,
    paid_at        timestamptz,
    staff_decision jsonb,
    version        bigint not null,
    bucket         int not null,
    primary key (customer_id, drawdown_id),
    constraint amount_is_positive check (amount_minor > 0),
    constraint held_has_a_reason check ((status = 'HELD') = (hold_reason is not null)),
    constraint paid_has_a_day check ((status = 'PAID') = (paid_on is not null)),
    constraint status_is_known check (status in (
        'REQUESTED',  -- limit reserved, waits for the verdict
        'HELD',       -- stopped by monitoring, or monitoring did not answer
        'PAYING',     -- the payment may be on its way
        'UNKNOWN',    -- the rail did not tell; it is asked again with the same key
        'PAID',       -- the money reached the card
        'REFUSED'     -- no money moved and none will
    ))
);
-- For the people and checks that look for what is not final; nearly all rows are.
create index drawdown_not_final on drawdown (status, requested_at)
    where status not in ('PAID', 'REFUSED');

-- The business date that is open, as repayment announced it.
create table business_day (
    calendar  text primary key,
    opened_on date not null,
    version   bigint not null,
    bucket    int not null
);
