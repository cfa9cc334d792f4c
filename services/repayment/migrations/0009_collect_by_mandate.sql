-- Debits at policy hours, in parts, and tried again.

alter table repayment
    add column asked_minor    bigint,
    add column may_be_partial bool not null default false,
    add column try_number     int not null default 0,
    add column next_try_at    timestamptz;
update repayment set asked_minor = amount_minor,
    try_number = case when origin = 'AUTO_DEBIT' then 1 else 0 end;
alter table repayment
    alter column asked_minor set not null,
    add constraint collected_within_asked check (amount_minor <= asked_minor),
    add constraint only_partial_debits_collect_a_part
        check (amount_minor = asked_minor or may_be_partial);
-- Staff look for collections the rail keeps silent about.
create index repayment_unknown on repayment (requested_at) where status = 'UNKNOWN';
