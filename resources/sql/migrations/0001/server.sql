-- 0001: tables of the structure documents that are not on people's machines yet: timetable, question bank, jobs. Frozen.
create table ems.schedules (
  id uuid not null default gen_random_uuid(),
  class_id uuid not null,
  subject_id uuid not null,
  day_of_week smallint not null,
  start_time time not null,
  end_time time not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint pk_schedules primary key (id),
  constraint fk_schedules_class_id foreign key (class_id) references ems.classes (id),
  constraint fk_schedules_class_id_subject_id foreign key (class_id, subject_id) references ems.subjects (scope_id, id),
  constraint ck_schedules_day_known check (day_of_week between 1 and 7),
  constraint ck_schedules_ends_after_start check (end_time > start_time)
);
create index ix_schedules_class_id on ems.schedules (class_id);
create index ix_schedules_subject_id on ems.schedules (subject_id);
create table ems.bank_soal (
  id uuid not null default gen_random_uuid(),
  subject_id uuid not null,
  question_text text not null,
  options jsonb not null,
  correct_answer text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint pk_bank_soal primary key (id),
  constraint fk_bank_soal_subject_id foreign key (subject_id) references ems.subjects (id)
);
create index ix_bank_soal_subject_id on ems.bank_soal (subject_id);
create table ems.jobs (
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  kind text not null,
  status text not null default 'PROCESSING',
  result_json jsonb,
  reason text,
  deadline timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint pk_jobs primary key (id),
  constraint fk_jobs_user_id foreign key (user_id) references ems.users (id),
  constraint ck_jobs_status_known check (status in ('PROCESSING', 'COMPLETED', 'FAILED'))
);
create index ix_jobs_user_id on ems.jobs (user_id);
