-- 0001: devices, credentials, invitations: secrets that nobody but ems_core's functions reads. Frozen.
create table identity.credential (          -- argon2id runs on the client; here lies sha256(server salt || derived key)
  user_id uuid primary key references ems.users (id),
  client_salt bytea not null, salt bytea not null, proof bytea not null,
  changed_at timestamptz not null default now()
);
create table identity.pepper (
  one boolean primary key default true check (one),
  pepper bytea not null
);
create table identity.device (
  id int generated always as identity primary key,
  login name not null unique,
  user_id uuid not null references ems.users (id),
  device uuid not null,
  label text not null,
  verifier text not null,                   -- kept: pg_authid is unreadable on managed hosts and no dump holds it
  file_key bytea,                           -- the key of the person's local file, for the day the keychain is gone
  created_at timestamptz not null default now(),
  valid_until timestamptz not null,
  revoked_at timestamptz, dropped_at timestamptz,
  last_seq bigint not null default 0,
  unique (user_id, device)
) with (fillfactor = 70);
create table identity.invitation (
  id int generated always as identity primary key,
  user_id uuid not null references ems.users (id),
  code_hash bytea not null unique,
  made_by uuid, made_at timestamptz not null default now(),
  expires_at timestamptz not null, used_at timestamptz
);
create index on identity.invitation (user_id);
-- Sign-in is throttled by sequences: neither nextval nor setval is undone by ROLLBACK, as a table's counter would be. Strangers
-- and known devices count apart, so that the ones cannot fill the buckets of the others.
do $$ begin
  for i in 0..511 loop execute format('create sequence identity.throttle_%s', i); end loop;
  for i in 0..127 loop execute format('create sequence identity.throttle_known_%s', i); end loop;
end $$;
insert into identity.pepper (pepper) values (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));
