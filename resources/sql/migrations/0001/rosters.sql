-- 0001: Classes, their subjects and who takes part. Frozen: later changes are later revisions.
create table ems.classes (
  id uuid not null,
  name text not null,
  teacher_id uuid,
  grade_level smallint not null,
  year smallint not null,
  kind text default 'regular' not null,
  created_at timestamptz default now() not null,
  scope_id uuid not null, rev bigint default 0 not null, deleted boolean default false not null, updated_by uuid, updated_at timestamptz default now() not null,
  constraint pk_classes primary key (id),
  constraint ck_classes_name_length check (length(name) between 1 and 60),
  constraint ck_classes_grade_level_range check (grade_level between 1 and 13),
  constraint ck_classes_own_scope check (id = scope_id),
  constraint ck_classes_kind_known check (kind in ('regular', 'elective', 'extracurricular')),
  constraint uq_classes_scope_id_id unique (scope_id, id),
  constraint fk_classes_teacher_id foreign key (teacher_id) references ems.users (id)
);
create index ix_classes_teacher_id on ems.classes (teacher_id);
create table ems.subjects (
  id uuid not null,
  class_id uuid not null,
  name text not null,
  code text not null,
  position smallint default 0 not null,
  kktp smallint,
  religion text,
  listed boolean default false not null,
  created_at timestamptz default now() not null,
  scope_id uuid not null, rev bigint default 0 not null, deleted boolean default false not null, updated_by uuid, updated_at timestamptz default now() not null,
  constraint pk_subjects primary key (id),
  constraint fk_subjects_scope_id_class_id foreign key (scope_id, class_id) references ems.classes (scope_id, id),
  constraint ck_subjects_name_length check (length(name) between 1 and 120),
  constraint ck_subjects_kktp_range check (kktp is null or kktp between 0 and 100),
  constraint uq_subjects_scope_id_id unique (scope_id, id)
);
create index ix_subjects_class_id on ems.subjects (class_id);
create table ems.subject_teachers (
  subject_id uuid not null,
  teacher_id uuid not null,
  scope_id uuid not null, rev bigint default 0 not null, deleted boolean default false not null, updated_by uuid, updated_at timestamptz default now() not null,
  constraint pk_subject_teachers primary key (subject_id, teacher_id),
  constraint fk_subject_teachers_scope_id_subject_id foreign key (scope_id, subject_id) references ems.subjects (scope_id, id),
  constraint fk_subject_teachers_teacher_id foreign key (teacher_id) references ems.users (id)
);
create index ix_subject_teachers_scope_id on ems.subject_teachers (scope_id);
create index ix_subject_teachers_teacher_id on ems.subject_teachers (teacher_id);
create table ems.enrolments (
  class_id uuid not null,
  student_id uuid not null,
  number smallint,
  joined_on date,
  left_on date,
  scope_id uuid not null, rev bigint default 0 not null, deleted boolean default false not null, updated_by uuid, updated_at timestamptz default now() not null,
  constraint pk_enrolments primary key (class_id, student_id),
  constraint fk_enrolments_scope_id_class_id foreign key (scope_id, class_id) references ems.classes (scope_id, id),
  constraint ck_enrolments_leaves_after_joining check (left_on is null or joined_on is null or left_on >= joined_on),
  constraint fk_enrolments_student_id foreign key (student_id) references ems.students (id)
);
create index ix_enrolments_scope_id on ems.enrolments (scope_id);
create index ix_enrolments_student_id on ems.enrolments (student_id);
create table ems.subject_students (
  subject_id uuid not null,
  student_id uuid not null,
  scope_id uuid not null, rev bigint default 0 not null, deleted boolean default false not null, updated_by uuid, updated_at timestamptz default now() not null,
  constraint pk_subject_students primary key (subject_id, student_id),
  constraint fk_subject_students_scope_id_subject_id foreign key (scope_id, subject_id) references ems.subjects (scope_id, id),
  constraint fk_subject_students_student_id foreign key (student_id) references ems.students (id)
);
create index ix_subject_students_scope_id on ems.subject_students (scope_id);
create index ix_subject_students_student_id on ems.subject_students (student_id);
