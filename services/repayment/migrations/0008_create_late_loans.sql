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

-- What the contact governor remembers of each debtor: the counter of the day and the wishes.
create table debtor_contacts (
    customer_id      uuid primary key,
    bucket           int not null,
    counted_on       date,
    effective_calls  int not null,
    awaited_calls    jsonb not null,
    missed_in_row    int not null,
    stopped_until    date,
    stopped_parties  jsonb not null,
    agreed_from      jsonb,
    agreed_until     jsonb,
    refused_channels jsonb not null,
    version          int not null
);

-- The log of contacts: each line is written when it is asked for, refused ones too, and completed
-- once with its outcome. Nothing is removed.
create table collection_contact (
    customer_id uuid not null,
    contact_id  uuid not null,
    bucket      int not null,
    loan_id     uuid not null,
    channel     text not null,
    party       text not null,
    party_id    uuid,
    asked_at    timestamptz not null,
    asked_by    text not null,
    outcome     text not null,
    refusal     text not null,
    reported_at timestamptz,
    version     int not null,
    primary key (customer_id, contact_id),
    constraint refusals_say_why check ((outcome = 'REFUSED') = (refusal <> ''))
);

create table payment_promise (
    customer_id  uuid not null,
    promise_id   uuid not null,
    bucket       int not null,
    loan_id      uuid not null,
    amount_minor bigint not null,
    currency     text not null,
    made_on      date not null,
    pay_by       date not null,
    status       text not null,
    paid_minor   bigint not null,
    ended_on     date,
    version      int not null,
    primary key (customer_id, promise_id),
    constraint promise_status_known check (status in ('OPEN', 'KEPT', 'BROKEN'))
);
create index payment_promise_open on payment_promise (pay_by) where status = 'OPEN';

create table hardship_request (
    customer_id uuid not null,
    request_id  uuid not null,
    bucket      int not null,
    loan_id     uuid not null,
    cause       text not null,
    asked_on    date not null,
    offers      jsonb not null,
    open_until  date not null,
    status      text not null,
    taken       jsonb,
    decided_on  date,
    version     int not null,
    primary key (customer_id, request_id)
);

-- Every instalment a customer was reminded of, once per kind and day of the plan.
create table reminder (
    customer_id  uuid not null,
    loan_id      uuid not null,
    reminder_key text not null,
    bucket       int not null,
    notice_id    uuid not null,
    kind         text not null,
    number       int not null,
    due_on       date not null,
    amount_minor bigint not null,
    currency     text not null,
    reminded_on  date not null,
    version      int not null,
    primary key (customer_id, reminder_key)
);

-- The signals of loans that may not be paid, within the window of the policy.
create table early_warning (
    customer_id uuid not null,
    loan_id     uuid not null,
    bucket      int not null,
    signals     jsonb not null,
    score       int not null,
    version     int not null,
    primary key (customer_id, loan_id)
);
