-- The repayments of a loan are found among those of its customer by the primary key; those of a date
-- stand together in the table, so that ranges of pages are enough to find them.
drop index repayment_of_loan, repayment_requested;
create index repayment_requested on repayment using brin (requested_on);
