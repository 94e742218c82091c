-- 0006: where the bytes are. No client reads these tables. Frozen: later changes are later revisions.
create table files.storage (
  one boolean not null default true,
  endpoint text,
  bucket text,
  region text,
  access_key text,
  secret text,
  most_s3 bigint not null default 524288000,
  most_database bigint not null default 20971520,
  quota bigint not null default 2147483648,
  changed_at timestamptz not null default now(),
  changed_by uuid,
  constraint pk_storage primary key (one),
  constraint ck_storage_only_one check (one),
  constraint ck_storage_all_or_none check (num_nulls(endpoint, bucket, region, access_key, secret) in (0, 5)),
  constraint ck_storage_positive check (most_s3 > 0 and most_database > 0 and quota >= 0)
);
insert into files.storage default values;

-- What is in the storage, under which key: a photo that is replaced, or a school restored from a backup, leaves an older one.
create table files.object (
  file_id uuid not null,
  sha256 text not null,
  size bigint not null,
  place text not null,
  key text not null,
  at timestamptz not null default now(),
  constraint pk_object primary key (file_id, sha256, place),
  constraint ck_object_place_known check (place in ('s3', 'database'))
);

create table files.chunk (
  file_id uuid not null,
  sha256 text not null,
  n int not null,
  data bytea not null,
  at timestamptz not null default now(),
  constraint pk_chunk primary key (file_id, sha256, n)
);
alter table files.chunk alter column data set storage external;      -- mostly packed already: asking twice costs time
