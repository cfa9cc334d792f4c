-- The business day, what its close totals, and how the rail's statement compares with our books.

create table business_day (
    suite_id      text primary key,
    bucket        int not null,
    business_date date not null,
    phase         text not null,
    steps_done    jsonb not null,
    version       int not null,
    constraint phase_known check (phase in ('OPEN', 'CLOSING', 'OPENING'))
);

-- What all loans of a bucket cost in the night after a business date: one row per bucket, written
-- by one statement. Interest is in millionths of a fen, penalty in fen / 36,500,000,000: exact.
create table accrual_total (
    business_date     date not null,
    bucket            int not null,
    loans             bigint not null,
    not_yet_due_minor numeric not null,
    interest_micro    numeric not null,
    due_minor         numeric not null,
    late_minor        numeric not null,
    penalty_units     numeric not null,
    primary key (business_date, bucket)
);

create table business_day_report (
    closed_on             date primary key,
    opened_on             date not null,
    instalments_due       bigint not null,
    collections_requested bigint not null,
    loans_became_overdue  bigint not null,
    loans_set_aside       bigint not null,
    duration_ms           bigint not null,
    closed_at             timestamptz not null
);

-- The rail's statement of each closed day.
create table rail_statement (
    business_date date primary key,
    opening_minor bigint not null,
    closing_minor bigint not null,
    read_at       timestamptz not null
);

-- Every movement the rail's statements named, once.
create table rail_movement (
    rail_key       text not null,
    direction      text not null,
    amount_minor   bigint not null,
    booked_on      date not null,
    statement_date date not null,
    matched_on     date,
    primary key (rail_key, direction),
    constraint direction_known check (direction in ('OUT', 'IN'))
);
create index rail_movement_unmatched on rail_movement (rail_key) where matched_on is null;

-- One row per reconciled business date.
create table reconciliation (
    business_date   date primary key,
    has_statement   bool not null,
    matched_count   bigint not null,
    disbursed_minor numeric not null,
    collected_minor numeric not null,
    reconciled_at   timestamptz not null
);

-- What was compared on a business date: matched, or different in one of three ways. A difference
-- is carried to the next date until both sides agree.
create table reconciliation_item (
    business_date     date not null,
    rail_key          text not null,
    direction         text not null,
    status            text not null,
    book_amount_minor bigint not null,
    rail_amount_minor bigint not null,
    primary key (business_date, rail_key, direction),
    constraint item_status_known
        check (status in ('MATCHED', 'MISSING_AT_RAIL', 'MISSING_IN_BOOKS', 'AMOUNT'))
);
