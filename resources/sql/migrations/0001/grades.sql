-- 0001: Grade sheets, assessments, scores and the published final grades. Frozen: later changes are later revisions.
create table ems.grade_sheets (
  id uuid not null,
  subject_id uuid not null,
  class_id uuid not null,
  semester_id uuid not null,
  kktp smallint,
  rounding text,
  weights jsonb,
  created_at timestamptz default now() not null,
  scope_id uuid not null, rev bigint default 0 not null, deleted boolean default false not null, updated_by uuid, updated_at timestamptz default now() not null,
  constraint pk_grade_sheets primary key (id),
  constraint uq_grade_sheets_scope_id_subject_id unique (scope_id, subject_id),
  constraint fk_grade_sheets_class_id_subject_id foreign key (class_id, subject_id) references ems.subjects (scope_id, id),
  constraint ck_grade_sheets_own_scope check (id = scope_id),
  constraint ck_grade_sheets_kktp_range check (kktp is null or kktp between 0 and 100),
  constraint ck_grade_sheets_rounding_known check (rounding is null or rounding in ('half_up', 'half_even', 'down')),
  constraint uq_grade_sheets_scope_id_id unique (scope_id, id),
  constraint fk_grade_sheets_class_id foreign key (class_id) references ems.classes (id),
  constraint fk_grade_sheets_semester_id foreign key (semester_id) references ems.semesters (id)
);
create unique index uq_grade_sheets_subject_id_semester_id on ems.grade_sheets (subject_id, semester_id) where not deleted;
create index ix_grade_sheets_class_id on ems.grade_sheets (class_id);
create index ix_grade_sheets_semester_id on ems.grade_sheets (semester_id);
create index ix_grade_sheets_subject_id on ems.grade_sheets (subject_id);
create table ems.assessments (
  id uuid not null,
  kind text not null,
  title text not null,
  topic text,
  objective text,
  held_on date,
  weight numeric(5, 2) default 1 not null,
  maximum numeric(5, 2) default 100 not null,
  position smallint default 0 not null,
  locked boolean default false not null,
  created_at timestamptz default now() not null,
  scope_id uuid not null, rev bigint default 0 not null, deleted boolean default false not null, updated_by uuid, updated_at timestamptz default now() not null,
  constraint pk_assessments primary key (id),
  constraint ck_assessments_title_length check (length(title) between 1 and 80),
  constraint ck_assessments_weight_range check (weight >= 0),
  constraint ck_assessments_maximum_range check (maximum between 1 and 100),
  constraint fk_assessments_scope_id foreign key (scope_id) references ems.grade_sheets (id),
  constraint uq_assessments_scope_id_id unique (scope_id, id)
);
create table ems.scores (
  assessment_id uuid not null,
  student_id uuid not null,
  value numeric(5, 2),
  first_value numeric(5, 2),
  state text,
  note text,
  scope_id uuid not null, rev bigint default 0 not null, deleted boolean default false not null, updated_by uuid, updated_at timestamptz default now() not null,
  constraint pk_scores primary key (assessment_id, student_id),
  constraint fk_scores_scope_id_assessment_id foreign key (scope_id, assessment_id) references ems.assessments (scope_id, id),
  constraint ck_scores_value_range check (value between 0 and 100),
  constraint ck_scores_first_value_range check (first_value between 0 and 100),
  constraint ck_scores_state_known check (state in ('excused', 'missing')),
  constraint ck_scores_state_or_value check (state is null or value is null),
  constraint ck_scores_note_length check (note is null or length(note) <= 2000),
  constraint fk_scores_student_id foreign key (student_id) references ems.students (id)
) with (fillfactor = 85);
create index ix_scores_scope_id on ems.scores (scope_id);
create index ix_scores_student_id on ems.scores (student_id);
create table ems.grades (
  id uuid not null,
  student_id uuid not null,
  subject_id uuid not null,
  semester varchar(5) not null,
  grade_value numeric(5, 2),
  created_at timestamptz default now() not null,
  scope_id uuid not null, rev bigint default 0 not null, deleted boolean default false not null, updated_by uuid, updated_at timestamptz default now() not null,
  constraint pk_grades primary key (id),
  constraint ck_grades_grade_value_range check (grade_value between 0 and 100),
  constraint fk_grades_scope_id_subject_id foreign key (scope_id, subject_id) references ems.grade_sheets (scope_id, subject_id),
  constraint uq_grades_scope_id_id unique (scope_id, id),
  constraint fk_grades_student_id foreign key (student_id) references ems.students (id)
);
create unique index uq_grades_student_id_subject_id_semester on ems.grades (student_id, subject_id, semester) where not deleted;
create index ix_grades_student_id on ems.grades (student_id);
create index ix_grades_subject_id on ems.grades (subject_id);
