-- Documents that were given out, and what is reported to the credit bureau.

-- The same number is always the same bytes.
create table issued_document (
    customer_id   uuid not null,
    number        text not null,
    bucket        int not null,
    kind          text not null,
    subject_id    uuid not null,
    language      text not null,
    issued_on     date not null,
    words_version text not null,
    digest        text not null,
    content       bytea not null,
    sha256        text not null,
    version       int not null,
    primary key (customer_id, number),
    constraint document_kind_known check (kind in
        ('MONTHLY_STATEMENT', 'LOAN_STATEMENT', 'RECEIPT', 'SETTLEMENT_CERTIFICATE'))
);

-- What is known about reporting a loan to the bureau besides the loan: when the customer was told
-- of arrears beforehand, what disputes corrected, and whether one is open.
create table credit_record (
    customer_id  uuid not null,
    loan_id      uuid not null,
    bucket       int not null,
    notices      jsonb not null,
    corrections  jsonb not null,
    disputed_by  uuid,
    version      int not null,
    primary key (customer_id, loan_id)
);

create table credit_dispute (
    customer_id   uuid not null,
    dispute_id    uuid not null,
    bucket        int not null,
    loan_id       uuid not null,
    month         date not null,
    claim         text not null,
    opened_on     date not null,
    answer_by     date not null,
    status        text not null,
    corrected_to  text not null,
    reasons       text not null,
    answered_on   date,
    answered_by   text not null,
    version       int not null,
    primary key (customer_id, dispute_id),
    constraint dispute_status_known check (status in ('OPEN', 'CORRECTED', 'UPHELD')),
    constraint answered_disputes_say_when_and_why check (
        (status = 'OPEN') = (answered_on is null) and (status = 'OPEN') = (reasons = ''))
);
create index credit_dispute_open on credit_dispute (answer_by) where status = 'OPEN';
create index credit_dispute_of_loan on credit_dispute (customer_id, loan_id);

-- One line for each loan and month that a reporting run sent; written once.
create table credit_report_line (
    month        date not null,
    customer_id  uuid not null,
    loan_id      uuid not null,
    bucket       int not null,
    codes        text not null,
    outstanding_principal_minor bigint not null,
    overdue_minor bigint not null,
    is_disputed  bool not null,
    is_withheld  bool not null,
    primary key (month, customer_id, loan_id)
);
create table credit_report (
    month        date primary key,
    made_on      date not null,
    lines        bigint not null,
    negative     bigint not null,
    withheld     bigint not null,
    sha256       text not null,
    made_at      timestamptz not null
);
