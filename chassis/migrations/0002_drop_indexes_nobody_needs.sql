-- Each was written for every event or entry and read by nobody: an event's version is fenced by the row
-- whose change it announces, and `granary verify` counts the versions; the entries about one subject are
-- found among those of its customer by the primary key.
alter table outbox drop constraint one_event_per_version_and_index;
drop index ledger_entry_by_subject;
