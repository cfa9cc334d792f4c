-- What every service's database holds beside the service's own tables: the record that makes a
-- repeated request harmless, the events that must leave, and the double-entry ledger.

-- One row per accepted request of a caller, written with its effect; kept as long as the effect.
create table request (
    caller_id  text not null,
    request_id uuid not null,
    body_hash  bytea not null,
    reply      bytea not null,
    decided_at timestamptz not null,
    primary key (caller_id, request_id)
);

-- One row per event (or named daily step) whose effect is in this database.
create table inbox (
    consumer   text not null,
    message_id text not null,
    applied_at timestamptz not null,
    primary key (consumer, message_id)
);

-- Every event this service announced. Rows stay: the bus is transport, this is the record.
create table outbox (
    message_id        uuid primary key,
    bucket            int not null,
    customer_id       uuid,
    aggregate_kind    text not null,
    aggregate_id      text not null,
    aggregate_version int not null,
    event_index       int not null,
    subject           text not null,
    message_type      text not null,
    payload           bytea not null,
    headers           jsonb not null,
    cause             text not null,
    occurred_at       timestamptz not null,
    writer_id         uuid not null,
    batch_number      bigint not null,
    published_at      timestamptz,
    stream_sequence   bigint,
    -- An aggregate's id is unique within its customer; house aggregates have no customer.
    constraint one_event_per_version_and_index unique nulls not distinct
        (customer_id, aggregate_kind, aggregate_id, aggregate_version, event_index)
);
create index outbox_unpublished on outbox (message_id) where published_at is null;
-- Unpublished rows are few and short-lived among many; frequent vacuum keeps their index small.
alter table outbox set (autovacuum_vacuum_scale_factor = 0.02, fillfactor = 85);

-- The relay that holds this row's lock is the only one publishing from this database.
create table relay_lease (
    name text primary key
);
insert into relay_lease (name) values ('outbox');

-- One row per commit of the executor: a hash chain per writing process over the events and ledger
-- entries of that commit, so that a later change of either is found.
create table commit_journal (
    writer_id     uuid not null,
    batch_number  bigint not null,
    previous_hash bytea not null,
    hash          bytea not null,
    committed_at  timestamptz not null,
    primary key (writer_id, batch_number)
);

-- Double entry, one row per transfer, append-only; a correction is a transfer the other way.
create table ledger_entry (
    customer_id    uuid not null,
    entry_id       uuid not null,
    bucket         int not null,
    debit_account  text not null,
    credit_account text not null,
    amount_minor   bigint not null,
    currency       text not null,
    kind           text not null,
    subject_id     uuid not null,
    business_date  date not null,
    cause          text not null,
    posted_at      timestamptz not null,
    writer_id      uuid not null,
    batch_number   bigint not null,
    primary key (customer_id, entry_id),
    constraint amount_is_positive check (amount_minor > 0),
    constraint accounts_differ check (debit_account <> credit_account)
);
create index ledger_entry_by_subject on ledger_entry (customer_id, subject_id);
create index ledger_entry_by_business_date on ledger_entry (business_date);

-- Running totals per bucket and account: no row is hot across customers.
create table ledger_balance (
    bucket       int not null,
    account      text not null,
    currency     text not null,
    debit_minor  bigint not null,
    credit_minor bigint not null,
    primary key (bucket, account, currency)
);
alter table ledger_balance set (fillfactor = 70);
