-- What monitoring saw, what it decided about drawdowns, and the alerts it raised.

-- One fact per row; the windows in memory are filled from here at the start.
create table observation (
    observation_id text primary key,
    bucket         int not null,
    customer_id    uuid,
    kind           text not null,
    occurred_at    timestamptz not null,
    entities       jsonb not null,
    amount_minor   bigint not null,
    caused_by      text not null,
    facts          jsonb,
    version        int not null,
    constraint amount_is_not_negative check (amount_minor >= 0)
);
create index observation_by_time on observation (occurred_at);

-- The verdict on a drawdown, written before it is given.
create table verdict (
    drawdown_id      uuid primary key,
    bucket           int not null,
    customer_id      uuid not null,
    verdict_id       uuid not null unique,
    amount_minor     bigint not null,
    card_id          uuid not null,
    outcome          text not null,
    reason_codes     jsonb not null,
    rule_set_version text not null,
    evidence         jsonb not null,
    decided_at       timestamptz not null,
    expires_at       timestamptz not null,
    version          int not null,
    constraint amount_is_positive check (amount_minor > 0),
    constraint expires_after_decision check (expires_at > decided_at)
);
create index verdict_by_customer on verdict (customer_id, decided_at);

-- One alert per rule, subject and cause.
create table alert (
    alert_key         text primary key,
    bucket            int not null,
    alert_id          uuid not null unique,
    alert_number      bigint not null unique,
    customer_id       uuid,
    rule_id           text not null,
    subject           text not null,
    severity          text not null,
    evidence          jsonb not null,
    caused_by         text not null,
    rule_set_version  text not null,
    event_occurred_at timestamptz not null,
    raised_at         timestamptz not null,
    status            text not null,
    acknowledged_by   text not null,
    acknowledged_at   timestamptz,
    note              text not null,
    version           int not null,
    constraint acknowledged_means_when check ((status = 'ACKNOWLEDGED') = (acknowledged_at is not null))
);
create index alert_by_customer on alert (customer_id, alert_number) where customer_id is not null;
create index alert_by_time on alert (event_occurred_at);

-- The number of the newest alert. A row and not a sequence: a rolled back alert leaves no gap.
create table alert_counter (
    counter_id  text primary key,
    bucket      int not null,
    last_number bigint not null,
    version     int not null
);
