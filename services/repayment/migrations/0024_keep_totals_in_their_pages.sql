-- An update whose indexed values stay as they are keeps the row in its page and writes no index. The dates
-- of lateness change whenever an instalment falls due; that they differ changes seldom.
drop index loan_total_partly_late;
alter table loan_total add column is_partly_late boolean not null default false;
update loan_total set is_partly_late = true where late_from < all_late_from;
alter table loan_total alter column is_partly_late drop default;
create index loan_total_partly_late on loan_total (bucket) where is_partly_late;
