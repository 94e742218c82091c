-- 0001: scopes and their revisions, the journal, the registry of what a client may change. Frozen.
create table sync.scope (
  id uuid primary key,
  kind text not null check (kind in ('school', 'directory', 'office', 'class', 'sheet')),
  class_id uuid, subject_id uuid, semester_id uuid,      -- of a class: itself; of a sheet: all three
  rev bigint not null default 0,
  xid xid8 not null default '0'                          -- the transaction that bumped it last: one bump a transaction
) with (fillfactor = 50);                                -- the row is updated all day: room for heap-only updates
create index on sync.scope (class_id);
create index on sync.scope (subject_id);
create index on sync.scope (semester_id);

-- One row a change set: the stored result that makes a retry harmless IS the audit entry.
create table sync.journal (
  device int not null, seq bigint not null,
  rev bigint,
  person uuid not null,
  at timestamptz not null default clock_timestamp(),
  scope uuid,                                            -- null where a set touches several, or one its author may not write
  kind text not null, status text not null,
  hash bytea not null,                                   -- of the payload, computed here: another one under the same seq is a cloned profile
  title text, result jsonb, data jsonb,
  salt bytea, link bytea,                                -- for the hash chain of a later version; null until then
  primary key (device, seq)
);
create index on sync.journal (scope);

-- Writes that do not come through sync.push (the installer, repair scripts): one row a statement.
create table sync.audit_other (
  id bigint generated always as identity primary key,
  at timestamptz not null default clock_timestamp(),
  login name not null default session_user, as_role name not null default current_user,
  tbl name not null, op text not null, before jsonb, after jsonb
);

-- What push may touch: kind of scope, key, columns one may change, columns given only at birth.
create table sync.synced (
  tbl text primary key,
  place smallint not null unique,                        -- parents before children
  kind text not null,
  keys text[] not null, columns text[] not null, birth text[] not null, root boolean not null
);

-- A row that moved to another scope, as those who only see the old one must know it.
create table sync.tombstone (
  scope_id uuid not null, tbl text not null, key jsonb not null,
  rev bigint not null, at timestamptz not null default now(),
  primary key (scope_id, tbl, key)
);
create table sync.epoch (
  one boolean primary key default true check (one),
  epoch uuid not null default gen_random_uuid()          -- a restore changes it
);
create table sync.protocol (
  one boolean primary key default true check (one),
  version int not null
);
insert into sync.epoch default values;
insert into sync.scope (id, kind, rev) values
  ('00000000-0000-4000-8000-000000000001', 'school', 1),
  ('00000000-0000-4000-8000-000000000002', 'directory', 1),
  ('00000000-0000-4000-8000-000000000003', 'office', 1);
