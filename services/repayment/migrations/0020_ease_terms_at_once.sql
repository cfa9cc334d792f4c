-- An accepted offer of easier terms changes the plan in the same commit and names the change.
alter table hardship_request add column change_id uuid;
