-- Whose books entry took in the money of one transfer: one row per reference of the bank's statement.

create table transfer_claim (
    bank_reference text not null,
    direction      text not null,
    customer_id    uuid,
    bucket         int not null,
    subject_id     uuid not null,
    claimed_on     date not null,
    version        int not null,
    primary key (bank_reference, direction),
    constraint direction_known check (direction in ('IN', 'OUT'))
);
-- What is in the books already, as a repayment or by a person's word on a difference.
insert into transfer_claim
    (bank_reference, direction, customer_id, bucket, subject_id, claimed_on, version)
select bank_reference, 'IN', customer_id, bucket, repayment_id, posted_on, 1
from repayment where bank_reference <> ''
union all
select distinct on (rail_key, direction) rail_key, direction, customer_id, bucket, difference_id, ended_on, 1
from rail_difference d
where state = 'RESOLVED'
    and not (direction = 'IN'
        and exists (select from repayment r where r.bank_reference = d.rail_key));
