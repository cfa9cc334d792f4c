-- The customer's permission to be debited by itself, one per loan. Consent is asked for at identity
-- before each debit besides, so loans that are there already start with a mandate that stands.
create table mandate (
    customer_id uuid not null,
    loan_id     uuid not null,
    bucket      int not null,
    mandate_id  uuid not null,
    card_id     uuid not null,
    status      text not null,
    reason      text not null,
    signed_on   date not null,
    steps       jsonb not null,
    version     int not null,
    primary key (customer_id, loan_id),
    constraint mandate_status_known check (status in ('ACTIVE', 'REJECTED', 'CANCELLED')),
    constraint mandates_that_do_not_stand_say_why check ((status = 'ACTIVE') = (reason = ''))
);
insert into mandate (customer_id, loan_id, bucket, mandate_id, card_id, status, reason, signed_on,
    steps, version)
select customer_id, loan_id, bucket, contract_id, card_id, 'ACTIVE', '', disbursed_on, '[]', 1
from loan where status <> 'SETTLED';

-- A result of the rail names a key and no customer.
create index repayment_of_key on repayment (repayment_id);
