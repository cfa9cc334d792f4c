-- Changes of the policy, each proposed by one person and decided by another, and the register of what was approved.

create table policy_change (
    change_id       uuid primary key,
    new_values      jsonb not null,
    reason          text not null,
    proposed_by     text not null,
    proposed_at     timestamptz not null,
    seen_number     bigint not null,
    status          text not null,
    decided_by      text not null,
    decided_at      timestamptz,
    decision_reason text not null,
    approval        bigint not null,
    version         bigint not null,
    bucket          int not null,
    constraint another_person_decides_for_it check (status <> 'APPROVED' or decided_by <> proposed_by),
    constraint decided_has_a_time check ((status = 'PROPOSED') = (decided_at is null)),
    constraint status_is_known check (status in (
        'PROPOSED',  -- waits for a second person
        'APPROVED',  -- in the register
        'REJECTED'   -- will not come
    ))
);

create table policy_register (
    name     text primary key,
    number   bigint not null,
    approved jsonb not null,
    version  bigint not null,
    bucket   int not null
);

-- The last applications of a product are decided again before a change of its policy is approved.
create index loan_application_of_product on loan_application (product_code, application_id);
-- Lines by product and grade, for the effect of a change and for whom to tell.
create index credit_line_of_product on credit_line (product_code, grade, customer_id);
