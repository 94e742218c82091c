-- What push may touch. It must say the same as the tables' metadata in the program: a test compares them.
set role ems_owner;
delete from sync.synced;
insert into sync.synced (place, tbl, kind, keys, columns, birth, root) values
  (1, 'school', 'school', '{id}', '{npsn,name,address,city,province,timezone,head_name,head_nip,letterhead,logo,kktp,rounding,deleted}', '{}', false),
  (2, 'semesters', 'school', '{id}', '{code,state,starts_on,ends_on,deleted}', '{}', false),
  (3, 'assessment_kinds', 'school', '{id}', '{name,short,weight,position,deleted}', '{kind}', false),
  (4, 'users', 'directory', '{id}', '{name,email,nip,role,active,deleted}', '{}', false),
  (5, 'user_roles', 'directory', '{user_id,role}', '{deleted}', '{}', false),
  (6, 'students', 'directory', '{id}', '{nisn,nipd,gender,birth_place,birth_date,religion,state,left_on,left_reason,deleted}', '{}', false),
  (7, 'student_private', 'office', '{id}', '{nik,family_card,address,phone,father_name,mother_name,guardian_name,extra,deleted}', '{}', false),
  (8, 'photos', 'directory', '{id}', '{media_type,size,sha256,deleted}', '{}', false),
  (9, 'classes', 'class', '{id}', '{name,teacher_id,deleted}', '{grade_level,year,kind}', true),
  (10, 'subjects', 'class', '{id}', '{name,code,position,kktp,deleted}', '{class_id,religion,listed}', false),
  (11, 'subject_teachers', 'class', '{subject_id,teacher_id}', '{deleted}', '{}', false),
  (12, 'enrolments', 'class', '{class_id,student_id}', '{number,joined_on,left_on,deleted}', '{}', false),
  (13, 'subject_students', 'class', '{subject_id,student_id}', '{deleted}', '{}', false),
  (14, 'grade_sheets', 'sheet', '{id}', '{kktp,rounding,weights,deleted}', '{subject_id,class_id,semester_id}', true),
  (15, 'assessments', 'sheet', '{id}', '{kind,title,topic,objective,held_on,weight,maximum,position,locked,deleted}', '{}', false),
  (16, 'scores', 'sheet', '{assessment_id,student_id}', '{value,first_value,state,note,deleted}', '{}', false),
  (17, 'grades', 'sheet', '{id}', '{grade_value,deleted}', '{student_id,subject_id,semester}', false),
  (18, 'catalogue', 'catalogue', '{id}', '{columns,version,mark,deleted}', '{}', false),
  (19, 'files', 'catalogue', '{id}', '{name,deleted}', '{media_type,size,sha256}', false),
  (20, 'materials', 'catalogue', '{id}', '{subject_name,material_title,material_desc,material_type,material_level,material_theme,material_subtheme,extra,clash,reviewed,file_id,deleted}', '{}', false),
  (21, 'sheet_rows', 'catalogue', '{id}', '{cells,deleted}', '{}', false),
  (22, 'rooms', 'school', '{id}', '{name,position,deleted}', '{}', false),
  (23, 'timetables', 'timetable', '{id}', '{name,state,starts_on,deleted}', '{semester_id}', true),
  (24, 'periods', 'timetable', '{id}', '{day_of_week,shift,start_time,end_time,kind,title,number,deleted}', '{}', false),
  (25, 'unavailable', 'timetable', '{id}', '{day_of_week,start_time,end_time,reason,deleted}', '{resource,resource_id}', false),
  (26, 'schedules', 'timetable', '{id}', '{day_of_week,start_time,end_time,periods,room_id,joint,parallel,locked,deleted}', '{class_id,subject_id}', false),
  (27, 'schedule_teachers', 'timetable', '{schedule_id,teacher_id}', '{deleted}', '{}', false),
  (28, 'question_banks', 'bank', '{id}', '{deleted}', '{}', false),
  (29, 'question_stimuli', 'bank', '{id}', '{title,body,deleted}', '{}', false),
  (30, 'question_media', 'bank', '{id}', '{name,deleted}', '{media_type,size,sha256}', false),
  (31, 'bank_soal', 'bank', '{id}', '{question_text,options,correct_answer,kind,title,stimulus_id,tags,objective,level,difficulty,status,deleted}', '{subject_id,author,origin,written_at}', false),
  (32, 'question_versions', 'bank', '{id}', '{deleted}', '{item_id,content}', false),
  (33, 'question_papers', 'bank', '{id}', '{title,settings,items,deleted}', '{}', false);
delete from sync.protocol;
insert into sync.protocol (version) values (1);

-- JSON that every program can read: Python ends at a thousand levels, and where it wants a float at whole numbers beyond that.
create function sync.readable(p jsonb) returns boolean language sql immutable set search_path = pg_catalog, pg_temp as
$$ select not p @? '$.**{64}' and not p @? '$.** ? (@.type() == "number" && (@ > 1e300 || @ < -1e300))' $$;
grant execute on function sync.readable(jsonb) to ems_writer, ems_core;
set role ems_admin;
