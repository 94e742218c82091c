-- 0001: The school, its semesters and its kinds of assessment. Frozen: later changes are later revisions.
create table ems.school (
  id uuid not null,
  npsn varchar(8) not null,
  name text not null,
  address text,
  city text,
  province text,
  timezone text default 'Asia/Jakarta' not null,
  head_name text,
  head_nip varchar(18),
  letterhead text,
  logo text,
  kktp smallint default 75 not null,
  rounding text default 'half_up' not null,
  scope_id uuid not null, rev bigint default 0 not null, deleted boolean default false not null, updated_by uuid, updated_at timestamptz default now() not null,
  constraint pk_school primary key (id),
  constraint ck_school_npsn_length check (length(npsn) = 8),
  constraint ck_school_name_length check (length(name) between 1 and 200),
  constraint ck_school_kktp_range check (kktp between 0 and 100),
  constraint ck_school_rounding_known check (rounding in ('half_up', 'half_even', 'down')),
  constraint ck_school_timezone_known check (timezone in ('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura')),
  constraint ck_school_logo_size check (logo is null or length(logo) <= 280000),
  constraint uq_school_scope_id_id unique (scope_id, id)
);
create table ems.semesters (
  id uuid not null,
  code varchar(5) not null,
  state text default 'planned' not null,
  starts_on date,
  ends_on date,
  scope_id uuid not null, rev bigint default 0 not null, deleted boolean default false not null, updated_by uuid, updated_at timestamptz default now() not null,
  constraint pk_semesters primary key (id),
  constraint ck_semesters_code_shape check (length(code) = 5 and substr(code, 5, 1) in ('1', '2')),
  constraint ck_semesters_state_known check (state in ('planned', 'open', 'closed')),
  constraint uq_semesters_scope_id_id unique (scope_id, id)
);
create unique index uq_semesters_code on ems.semesters (code) where not deleted;
create table ems.assessment_kinds (
  id uuid not null,
  kind text not null,
  name text not null,
  short text not null,
  weight numeric(5, 2) default 0 not null,
  position smallint default 0 not null,
  created_at timestamptz default now() not null,
  scope_id uuid not null, rev bigint default 0 not null, deleted boolean default false not null, updated_by uuid, updated_at timestamptz default now() not null,
  constraint pk_assessment_kinds primary key (id),
  constraint ck_assessment_kinds_name_length check (length(name) between 1 and 60),
  constraint ck_assessment_kinds_short_length check (length(short) between 1 and 12),
  constraint ck_assessment_kinds_weight_range check (weight between 0 and 100),
  constraint uq_assessment_kinds_scope_id_id unique (scope_id, id)
);
create unique index uq_assessment_kinds_kind on ems.assessment_kinds (kind) where not deleted;
