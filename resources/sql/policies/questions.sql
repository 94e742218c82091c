-- The question bank: who reads and writes it follows from its scope; no pupil does. A bank is made for its subject by a trigger.
-- PostgreSQL asks a table's policies in the reverse order of their names: `bank` comes after `teacher`, so that a statement about
-- sheets never looks up the banks.
set role ems_owner;
create policy bank on sync.scope for select to ems_teacher using (kind = 'bank' and id = any ((select identity.banks_read())::uuid[]));
create policy bank on sync.journal for select to ems_teacher using (scope = any ((select identity.banks_read())::uuid[]));
create policy bank on sync.tombstone for select to ems_teacher using (scope_id = any ((select identity.banks_read())::uuid[]));
create policy core_make on ems.question_banks for insert to ems_core with check (true);
create policy core_stored on ems.question_media for update to ems_core using (true) with check (true);
grant insert on ems.question_banks to ems_core;
grant update (stored, updated_by) on ems.question_media to ems_core;
set role ems_admin;
