-- A repayment that is taken back makes principal owed again, also when its limit was drawn anew meanwhile. What that
-- leaves beyond the limit is kept by itself, so that drawing can never pass the limit.

alter table credit_line add column over_limit_minor bigint not null default 0;
alter table credit_line
    drop constraint drawn_and_reserved_within_limit,
    add constraint drawn_and_reserved_within_limit
        check (drawn_minor >= 0 and reserved_minor >= 0 and over_limit_minor >= 0
               and drawn_minor + reserved_minor <= limit_minor + over_limit_minor);
