-- Who borrows much, here or at many lenders, is warned before a drawdown; that they read it is kept with the drawdown.

alter table credit_line add column accounts_at_assessment int not null default 0;
alter table drawdown add column warning_sha256 text not null default '';
