-- The key clauses of a quote as they were shown, and what the customer agreed to and when: evidence of the notice.
alter table quote add column clauses jsonb not null
    default '{"clauses": [], "min_dwell_ms": 0, "opened_at": null, "acknowledged": []}';
