-- The partners of a joint loan, and the totals that their shares of it are counted on.

create table joint_loan (
    customer_id               uuid not null,
    loan_id                   uuid not null,
    bucket                    int not null,
    currency                  text not null,
    partners                  jsonb not null,
    funded_minor              bigint not null,
    principal_ended_minor     bigint not null,
    interest_charged_minor    bigint not null,
    interest_ended_minor      bigint not null,
    principal_recovered_minor bigint not null,
    interest_recovered_minor  bigint not null,
    version                   int not null,
    primary key (customer_id, loan_id)
);
