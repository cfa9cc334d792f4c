-- The documents of a loan get a table of their own: a due date, a debit or the end of a grace changes
-- dates of the loan and not its documents, which make up nine tenths of it. What falls due next is
-- kept beside the dates, so that most due dates need no document.

alter table loan rename to loan_document;
alter table loan_document rename constraint loan_pkey to loan_document_pkey;
drop index loan_opened, loan_changes_rate, loan_falls_due, loan_unpaid, loan_turns_overdue, loan_overdue;

create table loan (
    customer_id             uuid not null,
    loan_id                 uuid not null,
    bucket                  int not null,
    credit_line_id          uuid not null,
    contract_id             uuid not null,
    card_id                 uuid not null,
    currency                text not null,
    principal_minor         bigint not null,
    disbursed_on            date not null,
    opened_on               date not null,
    as_of                   date not null,
    level_minor             bigint not null,
    prepaid_principal_minor bigint not null,
    status                  text not null,
    next_due_on             date,
    next_rate_on            date,
    unpaid_since            date,
    overdue_from            date,
    settled_on              date,
    charged_off_on          date,
    restructured_on         date,
    -- A loan has at most one collection under way: nothing is debited twice.
    live_repayment_id       uuid,
    -- A due date that took effect here and on the totals, and not yet on the documents.
    fallen_due_on           date,
    -- What plainly falls due next: filled from the next change of each loan on.
    next_due                text,
    version                 int not null
) with (fillfactor = 90);
insert into loan (customer_id, loan_id, bucket, credit_line_id, contract_id, card_id, currency,
    principal_minor, disbursed_on, opened_on, as_of, level_minor, prepaid_principal_minor, status,
    next_due_on, next_rate_on, unpaid_since, overdue_from, settled_on, charged_off_on,
    restructured_on, live_repayment_id, version)
select customer_id, loan_id, bucket, credit_line_id, contract_id, card_id, currency,
    principal_minor, disbursed_on, opened_on, as_of, level_minor, prepaid_principal_minor, status,
    next_due_on, next_rate_on, unpaid_since, overdue_from, settled_on, charged_off_on,
    restructured_on, live_repayment_id, version
from loan_document;
alter table loan_document
    drop column credit_line_id, drop column contract_id, drop column card_id,
    drop column currency, drop column principal_minor, drop column disbursed_on,
    drop column opened_on, drop column as_of, drop column level_minor,
    drop column prepaid_principal_minor, drop column status, drop column next_due_on,
    drop column next_rate_on, drop column unpaid_since, drop column overdue_from,
    drop column settled_on, drop column charged_off_on, drop column restructured_on,
    drop column live_repayment_id, drop column version;
alter table loan
    add primary key (customer_id, loan_id),
    add constraint principal_is_positive check (principal_minor > 0),
    add constraint prepaid_within_principal
        check (prepaid_principal_minor between 0 and principal_minor),
    add constraint loan_status_known
        check (status in ('ACTIVE', 'OVERDUE', 'SETTLED', 'CHARGED_OFF')),
    add constraint settled_loans_owe_nothing check (
        (status = 'SETTLED') = (settled_on is not null)
        and (status <> 'SETTLED' or (next_due_on is null and unpaid_since is null))),
    add constraint unpaid_loans_have_an_overdue_date
        check ((unpaid_since is null) = (overdue_from is null)),
    add constraint written_off_loans_say_when
        check (status <> 'CHARGED_OFF' or charged_off_on is not null);
-- The end of day finds the loans that change by these, and nothing else.
create index loan_falls_due on loan (next_due_on, bucket) where next_due_on is not null;
create index loan_changes_rate on loan (next_rate_on) where next_rate_on is not null;
create index loan_unpaid on loan (unpaid_since, bucket) where unpaid_since is not null;
create index loan_turns_overdue on loan (overdue_from, bucket) where status = 'ACTIVE';
create index loan_overdue on loan (overdue_from) where status = 'OVERDUE';
-- The reconciliation looks for the payouts of a day.
create index loan_opened on loan (opened_on);
