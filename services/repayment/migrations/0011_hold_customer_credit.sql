-- Money held for customers, why it is held, and its way back to their cards.

create table customer_credit (
    customer_id     uuid primary key,
    bucket          int not null,
    currency        text not null,
    held_minor      bigint not null,
    refunding_minor bigint not null,
    version         int not null,
    constraint nothing_is_owed_to_us check (held_minor >= 0 and refunding_minor >= 0)
);

create table held_receipt (
    customer_id  uuid not null,
    repayment_id uuid not null,
    bucket       int not null,
    loan_id      uuid not null,
    amount_minor bigint not null,
    currency     text not null,
    because      text not null,
    held_on      date not null,
    version      int not null,
    primary key (customer_id, repayment_id),
    constraint held_amount_is_positive check (amount_minor > 0)
);
create index held_receipt_held on held_receipt (held_on);

create table refund (
    customer_id  uuid not null,
    refund_id    uuid not null,
    bucket       int not null,
    card_id      uuid not null,
    amount_minor bigint not null,
    currency     text not null,
    requested_at timestamptz not null,
    status       text not null,
    paid_on      date,
    refusal_code text not null,
    version      int not null,
    primary key (customer_id, refund_id),
    constraint refund_is_positive check (amount_minor > 0),
    constraint refund_status_known check (status in ('PAYING', 'UNKNOWN', 'PAID', 'REFUSED')),
    constraint paid_refunds_have_a_date check ((status = 'PAID') = (paid_on is not null)),
    constraint refused_refunds_say_why check ((status = 'REFUSED') = (refusal_code <> ''))
);
create index refund_paid on refund (paid_on) where paid_on is not null;
