-- Looks at loans that were paid out: what the money was used for, and what staff found.

create table post_loan_check (
    customer_id    uuid not null,
    loan_id        uuid not null,
    credit_line_id uuid not null,
    product_code   text not null,
    purpose        text not null,
    amount_minor   bigint not null,
    status         text not null,
    due_on         date not null,
    every_days     bigint not null,
    policy_version text not null,
    opened_at      timestamptz not null,
    evidence       jsonb not null,
    looks          jsonb not null,
    version        bigint not null,
    bucket         int not null,
    primary key (customer_id, loan_id),
    constraint status_is_known check (status in (
        'OPEN',     -- the next look is due on its day
        'ENDED',    -- the loan is settled, or one look was enough
        'RECALLED'  -- misused: the lender may call the loan back
    ))
);
create index post_loan_check_due on post_loan_check (due_on, loan_id) where status = 'OPEN';
