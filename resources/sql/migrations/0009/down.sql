-- 0009, back: a question goes to one of the subjects its bank is of; what the older table has no column for is lost, and so are questions
-- that were thrown away or whose subject nobody has any more.
drop table ems.question_versions, ems.question_papers, ems.question_media;
create function ems.subject_of(p_bank uuid) returns uuid language sql as $$
  select id from ems.subjects where md5('bank ' || lower(btrim(regexp_replace(name, '\s+', ' ', 'g')) collate "C"))::uuid = p_bank order by id limit 1
$$;
delete from ems.bank_soal where deleted or ems.subject_of(subject_id) is null;
alter table ems.bank_soal
  drop column kind, drop column title, drop column stimulus_id, drop column tags, drop column objective, drop column level,
  drop column difficulty, drop column status, drop column author, drop column origin, drop column written_at,
  drop column scope_id, drop column rev, drop column deleted, drop column updated_by,
  drop constraint ck_bank_soal_question_text_length, drop constraint ck_bank_soal_correct_answer_length, drop constraint ck_bank_soal_options_shape,
  drop constraint if exists ck_bank_soal_own_bank,
  alter column id set default gen_random_uuid();
update ems.bank_soal set subject_id = ems.subject_of(subject_id);
drop function ems.subject_of(uuid);
alter table ems.bank_soal add constraint fk_bank_soal_subject_id foreign key (subject_id) references ems.subjects (id);
drop table ems.question_stimuli, ems.question_banks;
delete from sync.chained where scope in (select id from sync.scope where kind = 'bank');
delete from sync.scope where kind = 'bank';
alter table sync.scope drop constraint scope_kind_check;
alter table sync.scope add constraint scope_kind_check check (kind in ('school', 'directory', 'office', 'class', 'sheet', 'catalogue', 'timetable'));
