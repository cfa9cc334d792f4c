-- The business a customer runs, as the register confirmed it. Sealed under the customer's own data key.

create table business_profile (
    customer_id uuid primary key,
    uscc_index  text not null,
    uscc_sealed bytea not null,
    name_sealed bytea not null,
    role        text not null,
    verified_at timestamptz not null,
    version     bigint not null,
    bucket      int not null
);
