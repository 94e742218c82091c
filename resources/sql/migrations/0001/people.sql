-- 0001: The directory of people, and what only the office sees of a pupil. Frozen: later changes are later revisions.
create table ems.users (
  id uuid not null,
  name text not null,
  email text,
  google_id text,
  nip varchar(18),
  role text not null,
  active boolean default true not null,
  created_at timestamptz default now() not null,
  scope_id uuid not null, rev bigint default 0 not null, deleted boolean default false not null, updated_by uuid, updated_at timestamptz default now() not null,
  constraint pk_users primary key (id),
  constraint ck_users_name_length check (length(name) between 1 and 200),
  constraint ck_users_email_shape check (email is null or (email = lower(email) and email like '%_@_%')),
  constraint ck_users_role_known check (role in ('kurikulum', 'guru', 'siswa')),
  constraint uq_users_scope_id_id unique (scope_id, id)
);
create unique index uq_users_google_id on ems.users (google_id) where not deleted;
create unique index uq_users_email on ems.users (email) where not deleted;
create table ems.user_roles (
  user_id uuid not null,
  role text not null,
  scope_id uuid not null, rev bigint default 0 not null, deleted boolean default false not null, updated_by uuid, updated_at timestamptz default now() not null,
  constraint pk_user_roles primary key (user_id, role),
  constraint ck_user_roles_role_known check (role in ('kurikulum', 'guru', 'siswa')),
  constraint fk_user_roles_user_id foreign key (user_id) references ems.users (id)
);
create table ems.students (
  id uuid not null,
  nisn varchar(10),
  nipd text,
  gender varchar(1),
  birth_place text,
  birth_date date,
  religion text,
  state text default 'active' not null,
  left_on date,
  left_reason text,
  scope_id uuid not null, rev bigint default 0 not null, deleted boolean default false not null, updated_by uuid, updated_at timestamptz default now() not null,
  constraint pk_students primary key (id),
  constraint ck_students_nisn_length check (nisn is null or length(nisn) = 10),
  constraint ck_students_gender_known check (gender in ('L', 'P')),
  constraint ck_students_state_known check (state in ('active', 'left', 'graduated')),
  constraint uq_students_scope_id_id unique (scope_id, id),
  constraint fk_students_id foreign key (id) references ems.users (id)
);
create unique index uq_students_nisn on ems.students (nisn) where not deleted;
create table ems.student_private (
  id uuid not null,
  nik varchar(16),
  family_card varchar(16),
  address text,
  phone text,
  father_name text,
  mother_name text,
  guardian_name text,
  extra jsonb,
  scope_id uuid not null, rev bigint default 0 not null, deleted boolean default false not null, updated_by uuid, updated_at timestamptz default now() not null,
  constraint pk_student_private primary key (id),
  constraint ck_student_private_nik_length check (nik is null or length(nik) = 16),
  constraint uq_student_private_scope_id_id unique (scope_id, id),
  constraint fk_student_private_id foreign key (id) references ems.students (id)
);
grant references (id) on ems.users to ems_core;
