-- 0007: the timetable of a semester in versions, each a scope of its own. Frozen: later changes are later revisions.
alter table sync.scope drop constraint scope_kind_check;
alter table sync.scope add constraint scope_kind_check check (kind in ('school', 'directory', 'office', 'class', 'sheet', 'catalogue', 'timetable'));

create table ems.rooms (
  id uuid not null,
  name text not null,
  position smallint not null default 0,
  created_at timestamptz not null default now(),
  scope_id uuid not null,
  rev bigint not null default 0,
  deleted boolean not null default false,
  updated_by uuid,
  updated_at timestamptz not null default now(),
  constraint pk_rooms primary key (id),
  constraint uq_rooms_scope_id_id unique (scope_id, id),
  constraint ck_rooms_name_length check (length(name) between 1 and 60)
);

create table ems.timetables (
  id uuid not null,
  semester_id uuid not null,
  name text not null,
  state text not null default 'draft',
  starts_on date,
  created_at timestamptz not null default now(),
  scope_id uuid not null,
  rev bigint not null default 0,
  deleted boolean not null default false,
  updated_by uuid,
  updated_at timestamptz not null default now(),
  constraint pk_timetables primary key (id),
  constraint uq_timetables_scope_id_id unique (scope_id, id),
  constraint fk_timetables_semester_id foreign key (semester_id) references ems.semesters (id),
  constraint ck_timetables_name_length check (length(name) between 1 and 60),
  constraint ck_timetables_state_known check (state in ('draft', 'published', 'archived')),
  constraint ck_timetables_own_scope check (id = scope_id),
  -- One that takes the place of another is published in the same set: judged at its end.
  constraint one_published_timetable exclude using btree (semester_id with =) where (state = 'published' and not deleted)
    deferrable initially immediate
);
create index ix_timetables_semester_id on ems.timetables (semester_id);

create table ems.periods (
  id uuid not null,
  day_of_week smallint not null,
  start_time time not null,
  end_time time not null,
  shift smallint not null default 1,
  kind text not null,
  title text not null default '',
  number smallint,
  created_at timestamptz not null default now(),
  scope_id uuid not null,
  rev bigint not null default 0,
  deleted boolean not null default false,
  updated_by uuid,
  updated_at timestamptz not null default now(),
  constraint pk_periods primary key (id),
  constraint uq_periods_scope_id_id unique (scope_id, id),
  constraint fk_periods_scope_id foreign key (scope_id) references ems.timetables (id),
  constraint ck_periods_day_known check (day_of_week between 1 and 7),
  constraint ck_periods_ends_after_start check (end_time > start_time),
  constraint ck_periods_kind_known check (kind in ('lesson', 'break', 'ceremony', 'prayer', 'other')),
  constraint ck_periods_title_length check (length(title) between 0 and 60),
  constraint ck_periods_shift_range check (shift between 1 and 9),
  constraint ck_periods_number_range check (number between 1 and 30)
);

create table ems.unavailable (
  id uuid not null,
  resource text not null,
  resource_id uuid not null,
  day_of_week smallint not null,
  start_time time not null,
  end_time time not null,
  reason text not null default '',
  created_at timestamptz not null default now(),
  scope_id uuid not null,
  rev bigint not null default 0,
  deleted boolean not null default false,
  updated_by uuid,
  updated_at timestamptz not null default now(),
  constraint pk_unavailable primary key (id),
  constraint uq_unavailable_scope_id_id unique (scope_id, id),
  constraint fk_unavailable_scope_id foreign key (scope_id) references ems.timetables (id),
  constraint ck_unavailable_day_known check (day_of_week between 1 and 7),
  constraint ck_unavailable_ends_after_start check (end_time > start_time),
  constraint ck_unavailable_resource_known check (resource in ('class', 'teacher', 'room')),
  constraint ck_unavailable_reason_length check (length(reason) between 0 and 200)
);
