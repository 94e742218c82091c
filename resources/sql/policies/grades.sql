-- Grade sheets, for a pupil: the sheets he is on, and of the marks only his own.
set role ems_owner;
create policy pupil on ems.grade_sheets for select to ems_student using (id = any ((select identity.my_sheets())::uuid[]));
create policy pupil on ems.assessments for select to ems_student using (scope_id = any ((select identity.my_sheets())::uuid[]));
create policy pupil on ems.scores for select to ems_student using (student_id = (select identity.me_student()));
create policy pupil on ems.grades for select to ems_student using (student_id = (select identity.me_student()));
set role ems_admin;
