-- The close of a day waits for the collections that have no word of the rail yet: a handful of rows.
create index repayment_under_way on repayment (requested_at) where status = 'COLLECTING';
