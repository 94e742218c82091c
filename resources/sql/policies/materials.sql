-- The material catalogue, for a pupil: what is in it, and not what was thrown away.
set role ems_owner;
create policy pupil on ems.catalogue for select to ems_student using (true);
create policy pupil on ems.materials for select to ems_student using (not deleted);
set role ems_admin;
