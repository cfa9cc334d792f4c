-- Transfers that nobody ordered, and who paid for a customer.

create table incoming_transfer (
    bank_reference text primary key,
    bucket         int not null,
    amount_minor   bigint not null,
    currency       text not null,
    booked_on      date not null,
    held_on        date not null,
    payer_name     text not null,
    payer_account  text not null,
    loan_id        uuid,
    customer_id    uuid,
    state          text not null,
    why            text not null,
    subject_id     uuid,
    proposed_by    text not null,
    decided_by     text not null,
    note           text not null,
    returns        int not null,
    return_id      uuid,
    ended_on       date,
    version        int not null,
    constraint transfers_are_of_something check (amount_minor > 0),
    constraint transfer_state_known check (
        state in ('SUSPENDED', 'ASSIGNED', 'RETURN_PROPOSED', 'RETURNING', 'RETURNED')),
    constraint assigned_transfers_say_to_what check ((state = 'ASSIGNED') = (subject_id is not null)),
    constraint ended_transfers_say_when check ((state in ('ASSIGNED', 'RETURNED')) = (ended_on is not null))
);
create index incoming_transfer_open on incoming_transfer (held_on, bank_reference)
    where state not in ('ASSIGNED', 'RETURNED');
create index incoming_transfer_held on incoming_transfer (held_on);
create index incoming_transfer_returned on incoming_transfer (ended_on) where state = 'RETURNED';

-- Whose loan a payer named.
create index loan_by_id on loan (loan_id);

alter table repayment add column third_party jsonb;
