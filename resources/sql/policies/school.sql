-- The school's profile, semesters and kinds of assessment: everyone of the school reads them.
set role ems_owner;
create policy pupil on ems.school for select to ems_student using (true);
create policy pupil on ems.semesters for select to ems_student using (true);
create policy pupil on ems.assessment_kinds for select to ems_student using (true);
-- Making a sheet and closing its semester must not pass each other: the maker holds the semester's row.
create policy core_lock on ems.semesters for update to ems_core using (true) with check (false);
grant update (state) on ems.semesters to ems_core;
set role ems_admin;
