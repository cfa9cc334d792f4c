-- Late loans: how each one stands, and what follows from that.

-- One row per loan that is or was late, restructured or suspected; all others are in M0, normal and
-- in stage 1 without a row, so that an ordinary day writes nothing here.
create table loan_standing (
    customer_id     uuid not null,
    loan_id         uuid not null,
    bucket          int not null,
    late_bucket     text not null,
    own_class       text not null,
    asset_class     text not null,
    stage           text not null,
    bucket_since    date,
    class_since     date,
    clean_since     date,
    times_late      int not null,
    last_late_on    date,
    pauses          jsonb not null,
    restructured_on date,
    is_fraud        bool not null,
    next_review_on  date,
    is_open         bool not null,
    version         int not null,
    primary key (customer_id, loan_id),
    constraint asset_class_known check (asset_class in
        ('NORMAL', 'SPECIAL_MENTION', 'SUBSTANDARD', 'DOUBTFUL', 'LOSS')),
    constraint stage_known check (stage in ('STAGE_1', 'STAGE_2', 'STAGE_3'))
);
-- The end of day finds the standings that change by these, and nothing else.
create index loan_standing_review on loan_standing (next_review_on)
    where next_review_on is not null;
create index loan_standing_open on loan_standing (customer_id, loan_id) where is_open;
create index loan_overdue on loan (overdue_from) where status = 'OVERDUE';

-- The portfolio at the end of each business date: a few dozen rows, written by one statement.
create table portfolio_total (
    business_date     date not null,
    late_bucket       text not null,
    asset_class       text not null,
    stage             text not null,
    currency          text not null,
    loans             bigint not null,
    outstanding_minor bigint not null,
    primary key (business_date, late_bucket, asset_class, stage, currency)
);

-- The allowance of the suite as it was last booked: one row.
create table loss_allowance (
    suite_id      text primary key,
    bucket        int not null,
    business_date date not null,
    provisions    jsonb not null,
    version       int not null
);
-- What was provided at the end of each business date, per bucket and stage.
create table provision_total (
    business_date   date not null,
    late_bucket     text not null,
    stage           text not null,
    currency        text not null,
    exposure_minor  bigint not null,
    allowance_minor bigint not null,
    primary key (business_date, late_bucket, stage, currency)
);
