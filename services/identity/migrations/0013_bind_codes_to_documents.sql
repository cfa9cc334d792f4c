-- Codes by which a customer agrees to one document, found by the hash of the document.
create table intent_code (
    customer_id    uuid not null,
    purpose        text not null,
    subject_sha256 text not null,
    amount_minor   bigint not null,
    challenge      jsonb not null,
    version        bigint not null,
    bucket         int not null,
    primary key (customer_id, purpose, subject_sha256)
);
