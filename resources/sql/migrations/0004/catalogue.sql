-- 0004: the material catalogue, a scope of its own. Frozen: later changes are later revisions.
alter table sync.scope drop constraint scope_kind_check;
alter table sync.scope add constraint scope_kind_check check (kind in ('school', 'directory', 'office', 'class', 'sheet', 'catalogue'));
insert into sync.scope (id, kind, rev) values ('00000000-0000-4000-8000-000000000004', 'catalogue', 1);

create table ems.catalogue (
  id uuid not null,
  columns jsonb not null default '[]',
  version text,
  mark text,
  scope_id uuid not null,
  rev bigint not null default 0,
  deleted boolean not null default false,
  updated_by uuid,
  updated_at timestamptz not null default now(),
  constraint pk_catalogue primary key (id),
  constraint ck_catalogue_columns_shape check (jsonb_typeof(columns) = 'array' and not columns @? '$[*] ? (!(exists(@.key) && exists(@.header)))'),
  constraint ck_catalogue_mark_number check (mark ~ '^[0-9]{1,9}$'),
  constraint ck_catalogue_only_one check (id = scope_id and not deleted),
  constraint uq_catalogue_scope_id_id unique (scope_id, id)
);

create table ems.materials (
  id uuid not null,
  subject_name text not null default '',
  material_title text not null default '',
  material_desc text not null default '',
  material_type text not null default '',
  material_level text not null default '',
  material_theme text not null default '',
  material_subtheme text not null default '',
  extra jsonb not null default '{}',
  clash jsonb,
  reviewed jsonb not null default '{}',
  file_id uuid,
  created_at timestamptz not null default now(),
  scope_id uuid not null,
  rev bigint not null default 0,
  deleted boolean not null default false,
  updated_by uuid,
  updated_at timestamptz not null default now(),
  constraint pk_materials primary key (id),
  constraint ck_materials_extra_texts check (jsonb_typeof(extra) = 'object' and not extra @? '$.* ? (@.type() != "string")'),
  constraint ck_materials_reviewed_shape check (jsonb_typeof(reviewed) = 'object' and not reviewed @? '$.* ? (@.type() != "object")'),
  constraint ck_materials_clash_shape check (jsonb_typeof(clash) = 'object' and not clash @? '$.* ? (@.type() != "object")'),
  constraint uq_materials_scope_id_id unique (scope_id, id),
  constraint ck_materials_subject_name_length check (length(subject_name) <= 50000),
  constraint ck_materials_material_title_length check (length(material_title) <= 50000),
  constraint ck_materials_material_desc_length check (length(material_desc) <= 50000),
  constraint ck_materials_material_type_length check (length(material_type) <= 50000),
  constraint ck_materials_material_level_length check (length(material_level) <= 50000),
  constraint ck_materials_material_theme_length check (length(material_theme) <= 50000),
  constraint ck_materials_material_subtheme_length check (length(material_subtheme) <= 50000)
);

create table ems.sheet_rows (
  id uuid not null,
  cells jsonb not null default '{}',
  scope_id uuid not null,
  rev bigint not null default 0,
  deleted boolean not null default false,
  updated_by uuid,
  updated_at timestamptz not null default now(),
  constraint pk_sheet_rows primary key (id),
  constraint ck_sheet_rows_cells_texts check (jsonb_typeof(cells) = 'object' and not cells @? '$.* ? (@.type() != "string")'),
  constraint uq_sheet_rows_scope_id_id unique (scope_id, id)
);

insert into ems.catalogue (id, scope_id, rev) values ('00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-000000000004', 1);
