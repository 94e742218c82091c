-- Scopes, journal, epoch. The writer adds to the journal and reads what its own device left; a person reads the trail of whole
-- scopes and his own.
set role ems_owner;
create policy pupil on sync.scope for select to ems_student
  using (kind in ('school', 'directory', 'catalogue') or id = any ((select identity.my_classes())::uuid[]) or id = any ((select identity.my_sheets())::uuid[])
         or id = any ((select identity.published_timetables())::uuid[]));
grant update (rev, xid, entries, head) on sync.scope to ems_writer;

create policy core_bump on sync.scope for update to ems_core using (true) with check (true);
create policy core_make on sync.scope for insert to ems_core with check (kind in ('class', 'sheet', 'timetable', 'bank'));
grant insert, update (rev, xid) on sync.scope to ems_core;

create policy writer_insert on sync.journal for insert to ems_writer with check (person = (select current_setting('ems.push_me')::uuid));
create policy writer_read on sync.journal for select to ems_writer using (person = (select current_setting('ems.push_me')::uuid));
create policy office on sync.journal for select to ems_office using (true);
create policy teacher on sync.journal for select to ems_teacher using (scope = any ((select identity.scopes_read())::uuid[]));
create policy own on sync.journal for select to ems_user using (person = (select identity.me()));
grant insert, select on sync.journal to ems_writer;
grant select on sync.journal to ems_user;
create policy writer_insert on sync.chained for insert to ems_writer with check (scope = any ((select current_setting('ems.push_scopes')::uuid[])::uuid[]));
grant insert on sync.chained to ems_writer;

-- Retention may only take values away, and leave their seal.
create policy retention on sync.journal for select to ems_retention using (true);
create policy retention_erases on sync.journal for update to ems_retention using (true)
  with check (sealed is not null and hash = '' and num_nonnulls(salt, title, result, data) = 0);
grant select, update (sealed, salt, hash, title, result, data) on sync.journal to ems_retention;
create policy retention on sync.audit_other for select to ems_retention using (true);
create policy retention_erases on sync.audit_other for update to ems_retention using (true)
  with check (sealed is not null and num_nonnulls(salt, before, after) = 0);
grant select, update (sealed, salt, before, after) on sync.audit_other to ems_retention;

create policy office on sync.tombstone for select to ems_office using (true);
create policy teacher on sync.tombstone for select to ems_teacher using (scope_id = any ((select identity.scopes_read())::uuid[]));
grant select on sync.tombstone to ems_user;

create policy everyone on sync.epoch for select to ems_user using (true);
create policy everyone on sync.protocol for select to ems_user using (true);
grant select on sync.epoch, sync.protocol to ems_user;

create policy writer_read on sync.synced for select to ems_writer using (true);
grant select on sync.synced to ems_writer;
set role ems_admin;
