-- Files, for a pupil: those of the catalogue, and one's own photo. Only functions say that the bytes are there.
set role ems_owner;
create policy pupil on ems.files for select to ems_student using (not deleted);
create policy pupil on ems.photos for select to ems_student using (id = (select identity.me_student()) and not deleted);
create policy core_stored on ems.files for update to ems_core using (true) with check (true);
create policy core_stored on ems.photos for update to ems_core using (true) with check (true);
grant update (stored, updated_by) on ems.files, ems.photos to ems_core;
set role ems_admin;
