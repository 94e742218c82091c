-- 0005: the secret that signs tickets for n8n's webhook, and when somebody last swept. Frozen.
create table jobs.secret (
  one boolean primary key default true check (one),
  secret text not null                       -- as n8n's credential holds it: the key is these very letters
);
create table jobs.sweeping (
  one boolean primary key default true check (one),
  at timestamptz not null default '-infinity'
);
insert into jobs.secret (secret)
  values (encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex'));
insert into jobs.sweeping default values;
