-- The directory, for a pupil: himself and his teachers. What only the office sees has no policy for anyone else.
set role ems_owner;
create policy pupil on ems.users for select to ems_student
  using (id = (select identity.me_student()) or id = any ((select identity.my_teachers())::uuid[]));
create policy pupil on ems.user_roles for select to ems_student using (user_id = (select identity.me_student()));
create policy pupil on ems.students for select to ems_student using (id = (select identity.me_student()));
-- Signing in by Google binds an account to the person, and the office takes it away again.
create policy core_google on ems.users for update to ems_core using (true) with check (true);
grant update (google_id, updated_by) on ems.users to ems_core;
grant references (id) on ems.users to ems_core;      -- the foreign keys of devices and credentials
set role ems_admin;
