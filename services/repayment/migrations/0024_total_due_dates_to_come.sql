-- The totals of a loan know its next due date: until due_from what falls due bears interest, from then on it
-- is due, and late from all_late_from on. So an instalment that plainly falls due changes none of them.
alter table loan_total add column due_from date, add column is_partly_late boolean;
update loan_total set due_from = opened_on, is_partly_late = coalesce(late_from < all_late_from, false);
alter table loan_total
    alter column due_from set not null,
    alter column is_partly_late set not null;
drop index loan_total_partly_late;
create index loan_total_partly_late on loan_total (bucket) where is_partly_late;

-- The reconciliation reads the payouts of a day in a scan of what are narrow rows now: that costs a day less
-- than an entry of this index with every due date and every payment.
drop index loan_opened;
