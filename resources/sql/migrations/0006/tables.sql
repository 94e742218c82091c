-- 0006: files of the catalogue, photos of the pupils. Frozen: later changes are later revisions.
create table ems.files (
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
  constraint pk_files primary key (id),
  constraint uq_files_scope_id_id unique (scope_id, id),
  constraint ck_files_name_length check (length(name) between 1 and 1000),
  constraint ck_files_media_type_length check (length(media_type) between 3 and 100),
  constraint ck_files_sha256_length check (length(sha256) between 64 and 64),
  constraint ck_files_size_range check (size > 0),
  constraint ck_files_stored_known check (stored in ('s3', 'database'))
);

create table ems.photos (
  id uuid not null,
  media_type text not null,
  size bigint not null,
  sha256 text not null,
  stored text,
  uploaded_by uuid,
  scope_id uuid not null,
  rev bigint not null default 0,
  deleted boolean not null default false,
  updated_by uuid,
  updated_at timestamptz not null default now(),
  constraint pk_photos primary key (id),
  constraint uq_photos_scope_id_id unique (scope_id, id),
  constraint fk_photos_id foreign key (id) references ems.students (id),
  constraint ck_photos_media_type_length check (length(media_type) between 3 and 100),
  constraint ck_photos_sha256_length check (length(sha256) between 64 and 64),
  constraint ck_photos_size_range check (size > 0 and size <= 5242880),
  constraint ck_photos_stored_known check (stored in ('s3', 'database'))
);

-- What a file_id named before there were files is nothing.
update ems.materials set file_id = null where file_id is not null;
alter table ems.materials add constraint fk_materials_scope_id_file_id foreign key (scope_id, file_id) references ems.files (scope_id, id);
