-- Who agreed to what a task of collection carries out: somebody else does it.

alter table collection_task add column agreed_by text not null default '';
