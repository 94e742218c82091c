-- Jobs: read by rule, written by their functions.
set role ems_owner;
create policy office on ems.jobs for select to ems_office using (true);
create policy own on ems.jobs for select to ems_user using (user_id = (select identity.me()));
create policy core_insert on ems.jobs for insert to ems_core with check (true);
create policy core_update on ems.jobs for update to ems_core using (true) with check (true);
grant insert, update on ems.jobs to ems_core;
grant select on ems.jobs to ems_user;
set role ems_admin;
