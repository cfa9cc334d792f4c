-- A loan remembers what happened to it, so that its state can be replayed and its past corrected;
-- its plan can change, its rate pause, and it can be written off while the claim survives.

alter table loan
    add column level_minor         bigint not null default 0,
    add column outstanding_history jsonb not null default '[]',
    add column scheduled_rates     jsonb not null default '[]',
    add column history             jsonb not null default '[]',
    add column next_rate_on        date,
    add column charged_off_on      date,
    add column restructured_on     date;
alter table loan
    drop constraint loan_status_known,
    add constraint loan_status_known
        check (status in ('ACTIVE', 'OVERDUE', 'SETTLED', 'CHARGED_OFF')),
    drop constraint unpaid_loans_have_an_overdue_date,
    add constraint unpaid_loans_have_an_overdue_date
        check ((unpaid_since is null) = (overdue_from is null)),
    add constraint written_off_loans_say_when
        check (status <> 'CHARGED_OFF' or charged_off_on is not null);
-- The end of day also finds the loans whose rate begins to change.
create index loan_changes_rate on loan (next_rate_on) where next_rate_on is not null;

alter table repayment add column effect text not null default 'SMALLER_INSTALMENTS';

-- Loans opened before this step: their rate moves into the steps, their order into rules, and all
-- principal ever owed is known from here on. What happened to them earlier cannot be replayed.
update loan set
    principal_history = (
        select jsonb_agg(step || jsonb_build_object('rate_nano',
            (terms ->> 'daily_rate_ppm')::bigint * 1000) order by place)
        from jsonb_array_elements(principal_history) with ordinality as h (step, place)),
    outstanding_history = jsonb_build_array(
        jsonb_build_object('from_on', disbursed_on, 'principal_minor', principal_minor)),
    level_minor = principal_minor / (terms ->> 'instalments')::bigint,
    terms = (terms - 'allocation_order') || jsonb_build_object('allocation', jsonb_build_array(
        jsonb_build_object('purpose', 'REPAYMENT', 'direction', 'BY_INSTALMENT', 'cells', (
            select jsonb_agg(timing || '/' || part order by timing_place, part_place)
            from unnest(array['PAST_DUE', 'DUE', 'IN_ADVANCE']) with ordinality
                    as t (timing, timing_place),
                jsonb_array_elements_text('["FEE"]' || (terms -> 'allocation_order'))
                    with ordinality as p (part, part_place)))));
