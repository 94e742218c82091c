-- 0009: a bank of questions for each subject of the school, a scope of its own. Frozen: later changes are later revisions.
alter table sync.scope drop constraint scope_kind_check;
alter table sync.scope add constraint scope_kind_check check (kind in ('school', 'directory', 'office', 'class', 'sheet', 'catalogue', 'timetable', 'bank'));

create table ems.question_banks (
  id uuid not null,
  name text not null,
  created_at timestamptz not null default now(),
  scope_id uuid not null,
  rev bigint not null default 0,
  deleted boolean not null default false,
  updated_by uuid,
  updated_at timestamptz not null default now(),
  constraint pk_question_banks primary key (id),
  constraint uq_question_banks_scope_id_id unique (scope_id, id),
  constraint ck_question_banks_only_one check (id = scope_id and not deleted),
  constraint ck_question_banks_name_length check (length(name) between 1 and 200)
);

create table ems.question_stimuli (
  id uuid not null,
  title text not null default '',
  body text not null default '',
  created_at timestamptz not null default now(),
  scope_id uuid not null,
  rev bigint not null default 0,
  deleted boolean not null default false,
  updated_by uuid,
  updated_at timestamptz not null default now(),
  constraint pk_question_stimuli primary key (id),
  constraint uq_question_stimuli_scope_id_id unique (scope_id, id),
  constraint fk_question_stimuli_scope_id foreign key (scope_id) references ems.question_banks (id),
  constraint ck_question_stimuli_title_length check (length(title) between 0 and 1000),
  constraint ck_question_stimuli_body_length check (length(body) between 0 and 20000)
);

create table ems.question_media (
  id uuid not null,
  name text not null,
  media_type text not null,
  size bigint not null,
  sha256 text not null,
  stored text,
  uploaded_by uuid,
  created_at timestamptz not null default now(),
  scope_id uuid not null,
  rev bigint not null default 0,
  deleted boolean not null default false,
  updated_by uuid,
  updated_at timestamptz not null default now(),
  constraint pk_question_media primary key (id),
  constraint uq_question_media_scope_id_id unique (scope_id, id),
  constraint fk_question_media_scope_id foreign key (scope_id) references ems.question_banks (id),
  constraint ck_question_media_name_length check (length(name) between 1 and 1000),
  constraint ck_question_media_media_type_length check (length(media_type) between 3 and 100),
  constraint ck_question_media_sha256_length check (length(sha256) between 64 and 64),
  constraint ck_question_media_size_range check (size > 0 and size <= 2097152),
  constraint ck_question_media_stored_known check (stored in ('s3', 'database'))
);
create index ix_question_media_scope_id_sha256 on ems.question_media (scope_id, sha256);

create table ems.question_papers (
  id uuid not null,
  title text not null,
  settings jsonb not null default '{}',
  items jsonb not null default '[]',
  created_at timestamptz not null default now(),
  scope_id uuid not null,
  rev bigint not null default 0,
  deleted boolean not null default false,
  updated_by uuid,
  updated_at timestamptz not null default now(),
  constraint pk_question_papers primary key (id),
  constraint uq_question_papers_scope_id_id unique (scope_id, id),
  constraint fk_question_papers_scope_id foreign key (scope_id) references ems.question_banks (id),
  constraint ck_question_papers_title_length check (length(title) between 0 and 1000),
  constraint ck_question_papers_settings_shape check (jsonb_typeof(settings) = 'object' and pg_column_size(settings) <= 65536),
  constraint ck_question_papers_items_texts check (jsonb_typeof(items) = 'array' and not items @? 'strict $[*] ? (@.type() != "string")')
);
