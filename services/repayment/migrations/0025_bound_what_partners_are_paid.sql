-- What is payable to each partner: kept with each joint loan, and beside it the money that went between us.

alter table joint_loan add column payable jsonb not null default '[]';

-- The journal does not name the partner. Where a loan has one, its entries say what is payable to the fen;
-- where it has more, each gets its share of the totals, which may differ by a fen where interest was forgiven.
with moved as (
    select customer_id, subject_id as loan_id,
        sum(case when credit_account = 'partner_payable' then amount_minor
                 when debit_account = 'partner_payable' then -amount_minor else 0 end) as payable,
        sum(case kind when 'principal_repaid' then amount_minor when 'reversal:principal_repaid' then -amount_minor
                      else 0 end) as principal,
        sum(case when kind in ('interest_repaid', 'coupon_used', 'subsidy_granted') then amount_minor
                 when kind in ('reversal:interest_repaid', 'reversal:coupon_used', 'reversal:subsidy_granted')
                 then -amount_minor else 0 end) as interest
    from ledger_entry e
    where exists (select from joint_loan j where j.customer_id = e.customer_id and j.loan_id = e.subject_id)
    group by customer_id, subject_id
)
update joint_loan j set payable = case
    when jsonb_array_length(j.partners) = 1 then jsonb_build_array(m.payable)
    else (
        select jsonb_agg(
            (m.principal::bigint * principal_ppm) / 1000000 - (j.funded_minor * principal_ppm) / 1000000
            + (j.principal_recovered_minor * principal_ppm) / 1000000
            + (m.interest::bigint * interest_ppm) / 1000000
            + (j.interest_recovered_minor * interest_ppm) / 1000000
            order by place)
        from (
            select place, (p ->> 'principal_ppm')::bigint as principal_ppm,
                (p ->> 'interest_ppm')::bigint as interest_ppm
            from jsonb_array_elements(j.partners) with ordinality as one(p, place)
        ) partner
    ) end
from moved m where m.customer_id = j.customer_id and m.loan_id = j.loan_id;

create table partner_account (
    partner        text primary key,
    bucket         int not null,
    paid_in_minor  bigint not null,
    paid_out_minor bigint not null,
    version        int not null,
    constraint what_was_paid_is_not_negative check (paid_in_minor >= 0 and paid_out_minor >= 0)
);

-- An account stays in the bucket it is given here: nothing looks one up by it.
insert into partner_account (partner, bucket, paid_in_minor, paid_out_minor, version)
select party, 0,
    coalesce(sum(amount_minor) filter (where kind = 'PARTNER_PAID_IN'), 0),
    coalesce(sum(amount_minor) filter (where kind = 'PARTNER_PAID_OUT'), 0), 1
from settlement where state = 'BOOKED' and kind in ('PARTNER_PAID_IN', 'PARTNER_PAID_OUT')
group by party;
