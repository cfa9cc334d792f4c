-- Interest that the treasury bears, its claims, and money between us, partners and the treasury.

create table eligible_spending (
    customer_id     uuid not null,
    loan_id         uuid not null,
    bucket          int not null,
    principal_minor bigint not null,
    note            text not null,
    told_by         text not null,
    told_on         date not null,
    version         int not null,
    primary key (customer_id, loan_id)
);
create index eligible_spending_bucket on eligible_spending (bucket);

create table subsidy_claim (
    customer_id              uuid not null,
    claim_id                 uuid not null,
    bucket                   int not null,
    loan_id                  uuid not null,
    from_on                  date not null,
    due_on                   date not null,
    eligible_principal_minor bigint not null,
    nights                   bigint not null,
    annual_ppm               bigint not null,
    amount_minor             bigint not null,
    currency                 text not null,
    month                    text not null,
    version                  int not null,
    primary key (customer_id, claim_id),
    constraint claims_are_of_something check (amount_minor > 0)
);
create index subsidy_claim_month on subsidy_claim (month, claim_id);

create table subsidy_year (
    customer_id   uuid not null,
    year          text not null,
    bucket        int not null,
    granted_minor bigint not null,
    version       int not null,
    primary key (customer_id, year)
);

create table subsidy_month (
    month          text primary key,
    bucket         int not null,
    currency       text not null,
    granted_minor  bigint not null,
    received_minor bigint not null,
    refused_minor  bigint not null,
    version        int not null,
    constraint no_more_is_answered_than_claimed check (received_minor + refused_minor <= granted_minor)
);

create table settlement (
    settlement_id  uuid primary key,
    bucket         int not null,
    kind           text not null,
    party          text not null,
    amount_minor   bigint not null,
    currency       text not null,
    bank_reference text not null,
    note           text not null,
    requested_by   text not null,
    requested_on   date not null,
    requested_at   timestamptz not null,
    state          text not null,
    decided_by     text not null,
    decided_on     date,
    version        int not null,
    constraint settlement_kind_known check (
        kind in ('PARTNER_PAID_IN', 'PARTNER_PAID_OUT', 'SUBSIDY_RECEIVED', 'SUBSIDY_REFUSED')),
    constraint settlement_state_known check (state in ('PROPOSED', 'BOOKED', 'DECLINED')),
    constraint settlements_of_money_name_the_transfer check (
        (kind = 'SUBSIDY_REFUSED') = (bank_reference = '')),
    constraint decided_settlements_say_by_whom check (
        (state <> 'PROPOSED') = (decided_by <> '') and (state <> 'PROPOSED') = (decided_on is not null))
);
create index settlement_booked on settlement (decided_on) where state = 'BOOKED';
