-- Coupons that were used up: each once, on whichever of its customer's loans.

create table coupon_use (
    customer_id   uuid not null,
    coupon_id     uuid not null,
    bucket        int not null,
    loan_id       uuid not null,
    adjustment_id uuid not null,
    amount_minor  bigint not null,
    used_on       date not null,
    version       int not null,
    primary key (customer_id, coupon_id),
    constraint used_coupons_forgive check (amount_minor > 0)
);
create index coupon_used on coupon_use (used_on);
