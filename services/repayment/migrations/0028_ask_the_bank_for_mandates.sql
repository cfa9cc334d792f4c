-- What the bank was told of each mandate and what it answered. It has heard of none so far: those that stand are asked for,
-- at the latest before the next debit.

alter table mandate add column asked int not null default 0;
alter table mandate add column answered int not null default 0;
alter table mandate add column is_at_bank boolean not null default false;

alter table mandate drop constraint mandate_status_known;
alter table mandate drop constraint mandates_that_do_not_stand_say_why;
update mandate set status = 'REQUESTED', asked = 1 where status = 'ACTIVE';
alter table mandate add constraint mandate_status_known check (
    status in ('REQUESTED', 'ACTIVE', 'REJECTED', 'CANCELLED'));
alter table mandate add constraint mandates_that_do_not_stand_say_why check (
    (status in ('REQUESTED', 'ACTIVE')) = (reason = ''));
alter table mandate add constraint answers_are_to_what_was_asked check (answered <= asked);
