-- Contracts are agreed to with a one-time code bound to their document, then sealed by the lender. Those signed before
-- have neither code nor seal.
alter table contract
    add column status text not null default 'SIGNED',
    add column document_sha256 text not null default '',
    add column intent jsonb,
    add column seal jsonb,
    add constraint status_is_known check (status in (
        'AWAITING_SEAL',  -- the customer agreed; the lender's seal is still to come
        'SIGNED'          -- sealed and timestamped; it can be drawn on
    )),
    add constraint drawn_when_signed check (drawdown_id is null or status = 'SIGNED'),
    add constraint agreed_with_code check (document_sha256 = '' or intent is not null),
    add constraint sealed_when_signed
        check (document_sha256 = '' or (status = 'SIGNED') = (seal is not null));
-- For the people and checks that look for what is not sealed; nearly all rows are.
create index contract_not_sealed on contract (signed_at) where status = 'AWAITING_SEAL';

-- The file of a contract, encrypted under a key of its own that is wrapped for its customer. It is kept, never made again.
create table contract_document (
    customer_id       uuid not null,
    contract_id       uuid not null,
    key_wrapped       bytea not null,
    content_encrypted bytea not null,
    timestamp_token   bytea not null,
    version           bigint not null,
    bucket            int not null,
    primary key (customer_id, contract_id)
);
-- Encrypted bytes do not get smaller.
alter table contract_document alter column content_encrypted set storage external;
