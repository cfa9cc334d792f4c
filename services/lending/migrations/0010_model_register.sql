-- Score models: who put each forward and who approved it, and which are in use.

create table model_version (
    model_id          uuid primary key,
    model_version     text not null unique,
    sha256            text not null,
    status            text not null,
    registered_by     text not null,
    registered_at     timestamptz not null,
    reason            text not null,
    approved_by       text not null,
    approved_at       timestamptz,
    approval_reason   text not null,
    retired_by        text not null,
    retired_at        timestamptz,
    retirement_reason text not null,
    version           bigint not null,
    bucket            int not null,
    constraint another_person_approves check (approved_by <> registered_by),
    constraint approved_by_somebody check (status <> 'APPROVED' or approved_at is not null),
    constraint status_is_known check (status in (
        'TRAINED',   -- its files fit the hash; waits for a second person
        'APPROVED',  -- may be given a role
        'RETIRED'    -- never again
    ))
);

-- One row: the models in use, and what is proposed.
create table model_roster (
    roster_id            uuid primary key,
    number               bigint not null,
    champion             jsonb,
    challenger           jsonb,
    challenger_share_ppm bigint not null,
    shadow               jsonb,
    decided_by           text not null,
    decided_at           timestamptz,
    proposal             jsonb,
    version              bigint not null,
    bucket               int not null,
    constraint a_share_goes_with_a_challenger check ((challenger is null) = (challenger_share_ppm = 0))
);
