-- Several products: what a customer was granted is counted over all of them together.

create table customer_exposure (
    customer_id uuid primary key,
    limits      jsonb not null,
    version     bigint not null,
    bucket      int not null
);

insert into customer_exposure (customer_id, limits, version, bucket)
select customer_id,
       jsonb_agg(jsonb_build_object('product_code', product_code, 'limit_minor', limit_minor)
                 order by product_code),
       1, min(bucket)
from credit_line where status <> 'CLOSED'
group by customer_id;
