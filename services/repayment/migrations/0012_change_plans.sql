-- Changes of plans that were agreed and made, each with the plan it replaced. Nothing is deleted: a
-- change that was undone says when and by whom.

create table plan_change (
    customer_id  uuid not null,
    change_id    uuid not null,
    bucket       int not null,
    loan_id      uuid not null,
    change       jsonb not null,
    before       jsonb not null,
    after        jsonb not null,
    preview_hash text not null,
    consent      jsonb,
    made_by      text not null,
    note         text not null,
    made_on      date not null,
    made_at      timestamptz not null,
    currency     text not null,
    undone_on    date,
    undone_by    text not null,
    version      int not null,
    primary key (customer_id, change_id),
    constraint undone_changes_say_by_whom check ((undone_on is not null) = (undone_by <> ''))
);
create index plan_change_of_loan on plan_change (customer_id, loan_id, change_id);
