-- What staff ask to be done to loans, by one person or two; repayments that were taken back, and those that
-- arrived by bank transfer.

create table adjustment_request (
    customer_id   uuid not null,
    adjustment_id uuid not null,
    bucket        int not null,
    loan_id       uuid not null,
    adjustment    jsonb not null,
    currency      text not null,
    note          text not null,
    requested_by  text not null,
    requested_on  date not null,
    requested_at  timestamptz not null,
    state         text not null,
    decided_by    text not null,
    decided_on    date,
    version       int not null,
    primary key (customer_id, adjustment_id),
    constraint adjustment_state_known check (state in ('PROPOSED', 'DONE', 'DECLINED')),
    constraint decided_adjustments_say_by_whom check (
        (state <> 'PROPOSED') = (decided_by <> '')
        and (state <> 'PROPOSED') = (decided_on is not null)),
    constraint adjustments_say_why check (note <> '')
);
-- Staff look at the newest of all customers.
create index adjustment_asked on adjustment_request (adjustment_id);
create index adjustment_of_loan on adjustment_request (loan_id, adjustment_id);

alter table repayment
    add column bank_reference      text not null default '',
    add column is_from_third_party boolean not null default false,
    add column reversed_on         date;
alter table repayment
    drop constraint origin_known,
    add constraint origin_known check (origin in ('CUSTOMER', 'AUTO_DEBIT', 'TRANSFER')),
    drop constraint repayment_status_known,
    add constraint repayment_status_known
        check (status in ('COLLECTING', 'UNKNOWN', 'POSTED', 'FAILED', 'REVERSED')),
    drop constraint posted_repayments_are_allocated,
    add constraint posted_repayments_are_allocated check (
        (status in ('POSTED', 'REVERSED')) = (posted_on is not null)
        and (posted_on is null) = (parts is null)),
    add constraint reversed_repayments_say_when
        check ((status = 'REVERSED') = (reversed_on is not null)),
    add constraint transfers_name_the_banks_reference
        check ((origin = 'TRANSFER') = (bank_reference <> ''));
-- Money of one transfer is recorded once.
create unique index repayment_by_transfer on repayment (bank_reference) where bank_reference <> '';
