-- Complaints and feedback. What customers and staff write is stored sealed (AES-256-GCM under the
-- customer's own data key, which is itself wrapped); everything else is free of personal data.

-- One row per customer who ever filed a case. Deleting it makes the customer's texts unreadable.
create table customer_key (
    customer_id      uuid primary key,
    data_key_wrapped bytea not null,
    version          bigint not null,
    bucket           int not null
);

-- One row per case; only ever added to.
create table support_case (
    customer_id    uuid not null,
    case_id        uuid not null,
    ticket_number  text not null,
    kind           text not null,
    category       text not null,
    channel        text not null,
    filed_at       timestamptz not null,
    received_on    date not null,
    text_sealed    bytea not null,
    contact_sealed bytea,
    rating         bigint not null,
    policy_version text not null,
    due_on         date,
    extensions     jsonb not null,
    answer_sealed  bytea,
    answered_at    timestamptz,
    answered_by    text not null,
    version        bigint not null,
    bucket         int not null,
    primary key (customer_id, case_id),
    constraint ticket_number_is_one_case unique (customer_id, ticket_number),
    constraint a_complaint_has_a_due_date check ((kind = 'COMPLAINT') = (due_on is not null)),
    constraint rating_is_0_to_5 check (rating between 0 and 5),
    constraint answered_with_all_or_nothing check (
        (answered_at is null) = (answer_sealed is null)
        and (answered_at is null) = (answered_by = '')
    )
);
-- What waits for an answer, the nearest due date first; feedback has none and comes last.
create index support_case_open on support_case (
    (coalesce(due_on, date '9999-12-30')), case_id
) where answered_at is null;
