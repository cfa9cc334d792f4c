-- Evidence of subsidised spending stays with each claim and each telling; calls that were given up are counted.

alter table eligible_spending add column earlier jsonb not null default '[]';

alter table subsidy_claim add column evidence text not null default '';
alter table subsidy_claim add column told_by text not null default '';
update subsidy_claim c set evidence = s.note, told_by = s.told_by
from eligible_spending s where s.customer_id = c.customer_id and s.loan_id = c.loan_id;

alter table debtor_contacts add column given_up_calls int not null default 0;
