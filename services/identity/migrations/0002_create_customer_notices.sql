-- Messages to customers that other areas asked for and the gateway took: each id once.
create table customer_notice (
    customer_id uuid not null,
    notice_id   uuid not null,
    bucket      int not null,
    kind        text not null,
    sent_at     timestamptz not null,
    version     bigint not null,
    primary key (customer_id, notice_id)
);
