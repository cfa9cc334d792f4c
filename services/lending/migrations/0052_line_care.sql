-- What happens to a line after it is opened: why it is frozen, a higher limit on offer, and its history.

alter table credit_line
    add column freezes jsonb not null default '[]',
    add column offer   jsonb;
update credit_line
set freezes = jsonb_build_array(jsonb_build_object(
    'reason', 'DECLINED', 'about', application_id::text, 'since', assessed_on::text, 'in_order_since', null))
where status = 'FROZEN';
alter table credit_line
    add constraint frozen_has_a_reason check ((status = 'FROZEN') = (freezes <> '[]'));

-- One row for each thing that happened to a line; never changed.
create table line_change (
    customer_id        uuid not null,
    change_id          uuid not null,
    credit_line_id     uuid not null,
    product_code       text not null,
    kind               text not null,
    reason             text not null,
    actor              text not null,
    note               text not null,
    limit_before_minor bigint not null,
    limit_after_minor  bigint not null,
    status_before      text not null,
    status_after       text not null,
    business_date      date not null,
    policy_version     text not null,
    notice             jsonb not null,
    changed_at         timestamptz not null,
    version            bigint not null,
    bucket             int not null,
    primary key (customer_id, change_id)
);

-- Lines that may be given back are looked for every day among the few that are frozen.
create index credit_line_frozen on credit_line (customer_id) where status = 'FROZEN';
