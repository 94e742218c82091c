-- 0009: questions belong to the bank of a school's subject, not to one class's. Those that are there already come into the bank of their
-- subject's name; a question that two classes had stays twice. (The id of a bank is made of its subject's name; functions/questions.sql says how.)
create function ems.bank(p_name text) returns uuid language sql as
$$ select md5('bank ' || lower(btrim(regexp_replace(p_name, '\s+', ' ', 'g')) collate "C"))::uuid $$;

alter table ems.bank_soal
  drop constraint fk_bank_soal_subject_id,
  alter column id drop default,
  add column kind text not null default 'single',
  add column title text not null default '',
  add column stimulus_id uuid,
  add column tags jsonb not null default '[]',
  add column objective text not null default '',
  add column level text not null default '',
  add column difficulty text not null default '',
  add column status text not null default 'draft',
  add column author text not null default '',
  add column origin text not null default '',
  add column written_at text not null default '',
  add column scope_id uuid,
  add column rev bigint not null default 0,
  add column deleted boolean not null default false,
  add column updated_by uuid;

insert into sync.scope (id, kind, rev) select distinct ems.bank(name), 'bank', 1 from ems.subjects;
insert into ems.question_banks (id, scope_id, name, rev)
select distinct on (bank) bank, bank, coalesce(nullif(left(btrim(regexp_replace(name, '\s+', ' ', 'g')), 200), ''), '-'), 1 from (select ems.bank(name) as bank, name from ems.subjects) s order by bank, name;
update ems.bank_soal q set subject_id = ems.bank(s.name), scope_id = ems.bank(s.name), rev = 1, status = 'ready',
       question_text = left(question_text, 20000), correct_answer = left(correct_answer, 20000),
       written_at = to_char(q.created_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')
  from ems.subjects s where s.id = q.subject_id;

alter table ems.bank_soal
  alter column scope_id set not null,
  add constraint uq_bank_soal_scope_id_id unique (scope_id, id),
  add constraint fk_bank_soal_scope_id foreign key (scope_id) references ems.question_banks (id),
  add constraint fk_bank_soal_scope_id_stimulus_id foreign key (scope_id, stimulus_id) references ems.question_stimuli (scope_id, id),
  add constraint ck_bank_soal_own_bank check (subject_id = scope_id),
  add constraint ck_bank_soal_question_text_length check (length(question_text) between 0 and 20000),
  add constraint ck_bank_soal_correct_answer_length check (length(correct_answer) between 0 and 20000),
  add constraint ck_bank_soal_title_length check (length(title) between 0 and 1000),
  add constraint ck_bank_soal_objective_length check (length(objective) between 0 and 1000),
  add constraint ck_bank_soal_author_length check (length(author) between 0 and 1000),
  add constraint ck_bank_soal_origin_length check (length(origin) between 0 and 1000),
  add constraint ck_bank_soal_written_at_length check (length(written_at) between 0 and 40),
  add constraint ck_bank_soal_kind_known check (kind in ('single', 'multiple', 'true_false', 'matching', 'short', 'essay')),
  add constraint ck_bank_soal_level_known check (level in ('', 'C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'L1', 'L2', 'L3')),
  add constraint ck_bank_soal_difficulty_known check (difficulty in ('', 'easy', 'medium', 'hard')),
  add constraint ck_bank_soal_status_known check (status in ('draft', 'ready', 'retired')),
  add constraint ck_bank_soal_options_shape check (jsonb_typeof(options) in ('object', 'array') and pg_column_size(options) <= 1048576),
  add constraint ck_bank_soal_tags_texts check (jsonb_typeof(tags) = 'array' and not tags @? 'strict $[*] ? (@.type() != "string")');
create index ix_bank_soal_scope_id_stimulus_id on ems.bank_soal (scope_id, stimulus_id);

create table ems.question_versions (
  id uuid not null,
  item_id uuid not null,
  content jsonb not null,
  created_at timestamptz not null default now(),
  scope_id uuid not null,
  rev bigint not null default 0,
  deleted boolean not null default false,
  updated_by uuid,
  updated_at timestamptz not null default now(),
  constraint pk_question_versions primary key (id),
  constraint uq_question_versions_scope_id_id unique (scope_id, id),
  constraint fk_question_versions_scope_id_item_id foreign key (scope_id, item_id) references ems.bank_soal (scope_id, id),
  constraint ck_question_versions_content_shape check (jsonb_typeof(content) = 'object' and pg_column_size(content) <= 1048576)
);
create index ix_question_versions_item_id on ems.question_versions (item_id);
drop function ems.bank(text);
