-- Question bank, jobs: read by rule. Jobs are written by their functions, the others by nobody yet.
set role ems_owner;
create policy office on ems.bank_soal for select to ems_office using (true);
create policy teacher on ems.bank_soal for select to ems_teacher using (subject_id = any ((select identity.my_subjects())::uuid[]));
create policy office on ems.jobs for select to ems_office using (true);
create policy own on ems.jobs for select to ems_user using (user_id = (select identity.me()));
create policy core_insert on ems.jobs for insert to ems_core with check (true);
create policy core_update on ems.jobs for update to ems_core using (true) with check (true);
grant insert, update on ems.jobs to ems_core;
grant select on ems.bank_soal, ems.jobs to ems_user;
set role ems_admin;
