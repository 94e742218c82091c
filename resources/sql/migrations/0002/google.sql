-- 0002: sign-in by Google: its keys, the school's settings, spent nonces; and more buckets against guessing. Frozen.
create table identity.google_key (           -- RSA, as Google publishes them; exponent and length are judged when they are written
  kid text primary key,
  modulus bytea not null, exponent bytea not null,
  fetched_at timestamptz not null default clock_timestamp()
);
create table identity.google (               -- whose ID tokens this school takes: clients (`aud`), and domains (`hd`; none: any)
  one boolean primary key default true check (one),
  client_ids text[] not null default '{}', domains text[] not null default '{}',
  changed_at timestamptz not null default now(), changed_by uuid
);
create table identity.spent_nonce (          -- a row a sign-in, for as long as its nonce would otherwise be good
  hash bytea primary key,
  spent_at timestamptz not null default clock_timestamp()
);
create index on identity.device (device);
insert into identity.google default values;
-- A token under a key that is not known is refused, and a refusal takes a table's note of it back: sequences keep it.
create sequence identity.unknown_kid_count;
create sequence identity.unknown_kid_at;      -- seconds since 1970
-- Four rows of 256 buckets; the first two were there. identity.tries says how they are used.
do $$ begin
  for i in 512..1023 loop execute format('create sequence identity.throttle_%s', i); end loop;
end $$;
