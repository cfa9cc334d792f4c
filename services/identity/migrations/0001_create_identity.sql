-- Who the customer is. Personal values are stored sealed (AES-256-GCM under the customer's own
-- data key, which is itself wrapped); `*_index` and `*_hash` are keyed hashes, 64 hexadecimal
-- digits. No secret is stored: codes and refresh tokens follow from a seed here and a key elsewhere.

-- One row per person who ever logged in. Clearing data_key_wrapped erases the person.
create table customer (
    customer_id      uuid primary key,
    assurance_level  text not null,
    channel          text not null,
    created_at       timestamptz not null,
    data_key_wrapped bytea not null,
    phone_index      text not null,
    phone_sealed     bytea not null,
    name_sealed      bytea,
    id_number_sealed bytea,
    id_number_index  text,
    address_sealed   bytea,
    is_student       bool not null,
    registered_at    timestamptz,
    cards            jsonb not null,
    version          bigint not null,
    bucket           int not null,
    constraint assurance_level_is_known check (assurance_level in ('L0_PHONE', 'L1_DATA')),
    constraint registered_with_all_or_nothing check (
        num_nonnulls(name_sealed, id_number_sealed, id_number_index, address_sealed, registered_at)
        in (0, 5)
    )
);

-- Claims a phone for one customer, and remembers the devices used with it.
create table credential (
    phone_index   text primary key,
    customer_id   uuid not null,
    device_hashes jsonb not null,
    version       bigint not null,
    bucket        int not null
);

-- Claims an ID number for one customer: the primary key is the rule.
create table id_number_claim (
    id_number_index text primary key,
    customer_id     uuid not null,
    version         bigint not null,
    bucket          int not null
);

-- One row per log-in. It is over when end_reason is set or expires_at has passed.
create table session (
    customer_id uuid not null,
    session_id  uuid not null,
    seed        bytea not null,
    device_hash text not null,
    channel     text not null,
    opened_at   timestamptz not null,
    expires_at  timestamptz not null,
    generation  bigint not null,
    ended_at    timestamptz,
    end_reason  text,
    version     bigint not null,
    bucket      int not null,
    primary key (customer_id, session_id),
    constraint ended_for_a_reason check ((ended_at is null) = (end_reason is null))
);

-- When a phone asked for codes within the last day.
create table otp_allowance (
    phone_index text primary key,
    asked_at    jsonb not null,
    version     bigint not null,
    bucket      int not null
);

-- The latest code for a phone and purpose; the next one overwrites it.
create table otp_challenge (
    phone_index  text not null,
    purpose      text not null,
    otp_id       uuid not null,
    seed         bytea not null,
    expires_at   timestamptz not null,
    resend_after timestamptz not null,
    tries_max    bigint not null,
    sends_left   bigint not null,
    tries        bigint not null,
    sent_at      timestamptz,
    used_at      timestamptz,
    version      bigint not null,
    bucket       int not null,
    primary key (phone_index, purpose),
    constraint tries_within_maximum check (tries <= tries_max),
    constraint sends_left_not_negative check (sends_left >= 0)
);

-- Failed log-ins of a phone or device, and until when it is locked.
create table log_in_guard (
    subject      text primary key,
    failed_at    jsonb not null,
    locked_until timestamptz,
    version      bigint not null,
    bucket       int not null
);

-- Every consent of a customer; entries are closed, never removed.
create table consent_ledger (
    customer_id uuid primary key,
    entries     jsonb not null,
    version     bigint not null,
    bucket      int not null
);
