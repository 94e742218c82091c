-- The question bank: who reads and writes it follows from its scope; no pupil does. A bank is made for its subject by a trigger.
set role ems_owner;
create policy core_make on ems.question_banks for insert to ems_core with check (true);
create policy core_stored on ems.question_media for update to ems_core using (true) with check (true);
grant insert on ems.question_banks to ems_core;
grant update (stored, updated_by) on ems.question_media to ems_core;
set role ems_admin;
