-- A document stays as it was given out; whether it is still true is kept beside it.
alter table issued_document
    add column standing text not null default 'VALID',
    add column standing_since date,
    add column standing_because text not null default '',
    add constraint document_standing_known check (standing in ('VALID', 'CORRECTED', 'WITHDRAWN'));
create index issued_document_subject on issued_document (customer_id, subject_id);
