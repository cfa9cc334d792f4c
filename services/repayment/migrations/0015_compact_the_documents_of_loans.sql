-- A loan's nested values become text: JSON arrays of field values in field order, without names
-- (Positional in `chassis/frozen.py`). As jsonb maps, most of what a change of a loan cost was parsing and
-- compressing them.

-- A shape names a document's fields in order: "name", ["name", default] where older rows lack it,
-- ["name", default, shape] where its value is nested.
create function pg_temp.positional(value jsonb, shape jsonb) returns jsonb language plpgsql as $$
begin
    if value is null or value = 'null' then
        return 'null';
    elsif jsonb_typeof(value) = 'array' then
        return coalesce((select jsonb_agg(pg_temp.positional(one, shape) order by place)
            from jsonb_array_elements(value) with ordinality as v (one, place)), '[]');
    end if;
    return (select jsonb_agg(
            case when field -> 2 is null then kept
                else pg_temp.positional(kept, field -> 2) end order by place)
        from jsonb_array_elements(shape) with ordinality as s (spec, place),
            lateral (select case when jsonb_typeof(spec) = 'array' then spec
                else jsonb_build_array(spec) end) as f (field),
            lateral (select coalesce(value -> (field ->> 0), field -> 1, 'null')) as k (kept));
end
$$;

-- The items of fees that terms could name until now are not carried over: no loan ever had one.
alter table loan
    alter column outstanding_history drop default,
    alter column scheduled_rates drop default,
    alter column history drop default;
alter table loan
    alter column terms type text using pg_temp.positional(terms, '[
        "daily_rate_ppm", "instalments", "penalty_factor_pct", "cap_annual_ppm", "grace_days",
        ["allocation", [], ["purpose", "direction", "cells"]], "prepayment_from_day",
        "lending_policy_version", "repayment_policy_version", ["method", "EQUAL_PRINCIPAL"],
        ["every", 1], ["unit", "MONTHS"], ["principal_free_instalments", 0],
        ["interest_deferred_instalments", 0], ["interest_free_days", 0],
        ["due_day_shift", "NONE"], ["compound", false], "principal_first_after_days",
        ["prepayment_fee", [], ["from_day", "rate_ppm"]], ["fees", [],
            ["item", "most_minor", ["name_zh", ""], ["name_en", ""]]]]')::text,
    alter column instalments type text using pg_temp.positional(instalments, '[
        "number", "starts_on", "due_on", "principal_minor", "interest_minor",
        ["state", "UPCOMING"], ["principal_paid_minor", 0], ["interest_paid_minor", 0],
        ["penalty_paid_minor", 0],
        ["owed_history", [], ["from_on", "principal_minor", ["interest_minor", 0]]], "paid_on",
        ["carried_interest_minor", 0], ["carried_penalty_minor", 0], ["penalty_waived_minor", 0],
        ["fee_minor", 0], ["fee_paid_minor", 0]]')::text,
    alter column principal_history type text using pg_temp.positional(principal_history,
        '["from_on", "principal_minor", "rate_nano"]')::text,
    alter column outstanding_history type text using pg_temp.positional(outstanding_history,
        '["from_on", "principal_minor"]')::text,
    alter column scheduled_rates type text using pg_temp.positional(scheduled_rates,
        '["from_on", "rate_nano"]')::text,
    alter column history type text using pg_temp.positional(history, '[
        "kind", "entry_id", "on", "booked_on", ["amount_minor", 0], ["label", ""], "effect",
        ["keep_excess", false], "part", "since", "until",
        "change", "taken_back_on"]')::text;
-- Documents stay in the row, uncompressed, up to what a page holds.
alter table loan set (toast_tuple_target = 8160);
