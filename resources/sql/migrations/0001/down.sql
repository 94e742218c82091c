-- 0001: takes everything back, children before parents.
drop table keeper.gate, identity.invitation, identity.device, identity.credential, identity.pepper;
do $$ begin
  for i in 0..511 loop execute format('drop sequence identity.throttle_%s', i); end loop;
  for i in 0..127 loop execute format('drop sequence identity.throttle_known_%s', i); end loop;
end $$;
revoke references (id) on ems.users from ems_core;
drop table ems.jobs, ems.bank_soal, ems.schedules, ems.grades, ems.scores, ems.assessments, ems.grade_sheets,
  ems.subject_students, ems.enrolments, ems.subject_teachers, ems.subjects, ems.classes,
  ems.student_private, ems.students, ems.user_roles, ems.users, ems.assessment_kinds, ems.semesters, ems.school;
drop table sync.journal, sync.audit_other, sync.tombstone, sync.synced, sync.scope, sync.epoch, sync.protocol;
