-- Classes, for a pupil: his own, their subjects and teachers, and of the lists only his own line.
set role ems_owner;
create policy pupil on ems.classes for select to ems_student using (id = any ((select identity.my_classes())::uuid[]));
create policy pupil on ems.subjects for select to ems_student using (scope_id = any ((select identity.my_classes())::uuid[]));
create policy pupil on ems.subject_teachers for select to ems_student using (scope_id = any ((select identity.my_classes())::uuid[]));
create policy pupil on ems.enrolments for select to ems_student using (student_id = (select identity.me_student()));
create policy pupil on ems.subject_students for select to ems_student using (student_id = (select identity.me_student()));
set role ems_admin;
