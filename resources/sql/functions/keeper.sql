-- The keeper makes, renews and ends login roles: the only one that may. Every argument is checked; no client calls it,
-- but for heal_gate, which can only restore.
set role ems_keeper;

create function keeper.check_login(p_login name) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if p_login is null or p_login !~ '^ems_d_[0-9a-f]{24}$' then raise exception 'bad login name' using errcode = '22023'; end if;
end $$;

-- Puts a login into the groups of these roles, and out of the others.
create function keeper.put_groups(p_login name, p_roles text[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_role text; v_group text; v_in boolean;
begin
  perform keeper.check_login(p_login);
  if to_regrole(p_login::text) is null then return; end if;
  for v_role, v_group in values ('kurikulum', 'ems_office'), ('guru', 'ems_teacher'), ('siswa', 'ems_student') loop
    v_in := pg_has_role(p_login, v_group, 'usage');
    if v_role = any (p_roles) and not v_in then execute format('grant %I to %I', v_group, p_login);
    elsif v_in and not coalesce(v_role = any (p_roles), false) then execute format('revoke %I from %I', v_group, p_login);
    end if;
  end loop;
end $$;

create function keeper.put_login(p_login name, p_verifier text, p_until timestamptz, p_roles text[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform keeper.check_login(p_login);
  -- Exactly one shape of secret: never a plain password, never md5; base64 only, so nothing to quote.
  if p_verifier is null or p_verifier !~ '^SCRAM-SHA-256\$[0-9]{4,6}:[A-Za-z0-9+/]{20,44}={0,2}\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$' then
    raise exception 'not a SCRAM verifier' using errcode = '22023';
  end if;
  if to_regrole(p_login::text) is null then
    execute format('create role %I login inherit nosuperuser nocreatedb nocreaterole noreplication nobypassrls connection limit 5 '
                   'password %L valid until %L in role ems_user', p_login, p_verifier, p_until);
    -- To end its sessions the keeper must hold the login's privileges.
    execute format('grant %I to ems_keeper with inherit true, set false', p_login);
  else
    execute format('alter role %I login connection limit 5 password %L valid until %L', p_login, p_verifier, p_until);
    execute format('alter role %I reset all', p_login);
  end if;
  perform keeper.put_groups(p_login, p_roles);
end $$;

create function keeper.end_login(p_login name) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform keeper.check_login(p_login);
  if to_regrole(p_login::text) is not null then
    execute format('alter role %I nologin password null valid until %L', p_login, '1970-01-01');
  end if;
end $$;

-- CREATE ROLE slows with the number of roles a keeper has made: logins long out of use are dropped. One that left something behind in
-- another database of the server cannot be; it has ended, and must not keep the others.
create function keeper.drop_login(p_login name) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform keeper.check_login(p_login);
  if to_regrole(p_login::text) is null then return; end if;
  execute format('drop owned by %I', p_login);      -- default privileges of its own, where no guard forbade them
  execute format('drop role %I', p_login);
exception when dependent_objects_still_exist then null;
end $$;

-- In a second transaction, after NOLOGIN has committed: else the client is back before it.
create function keeper.kick(p_login name) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare n int;
begin
  perform keeper.check_login(p_login);
  select count(*) filter (where pg_terminate_backend(pid)) into n from pg_stat_activity where usename = p_login and pid <> pg_backend_pid();
  return n;
end $$;

-- A client that holds a transaction open holds a sheet. Writers, and idle ones, that take longer than this are ended; and at the gate,
-- where places are few and nobody stays, whoever has been at the same thing for so long.
create function keeper.clear_stuck(p_patience interval default '30 s') returns int
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select (count(*) filter (where pg_terminate_backend(pid)))::int from pg_stat_activity
   where datname = current_database() and pid <> pg_backend_pid()
     and (usename = 'ems_gate' and state_change < clock_timestamp() - p_patience
          or usename ~ '^ems_(n8n|d_[0-9a-f]{24})$'
             and (state like 'idle in transaction%' and state_change < clock_timestamp() - p_patience
                  or backend_xid is not null and xact_start < clock_timestamp() - p_patience))
$$;

-- Few enough that a flood at the gate leaves the server to those who are signed in, and that what sign-in locks fits the lock table.
create function keeper.gate_places() returns int language sql stable set search_path = pg_catalog, pg_temp as
$$ select least(25, greatest(5, current_setting('max_connections')::int / 8)) $$;

-- Any role may change its OWN password and settings, and no privilege forbids it: one pupil with the school file could
-- lock everyone out of sign-in. So the gate can be healed, by anyone who is signed in, at any time: who holds it is ended first.
create function keeper.heal_gate() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v text;
begin
  perform keeper.clear_stuck();
  select verifier into v from keeper.gate for update;      -- one at a time: ALTER ROLE does not wait, it fails
  if v is null then return; end if;
  execute format('alter role ems_gate login connection limit %s valid until %L password %L', keeper.gate_places(), 'infinity', v);
  execute 'alter role ems_gate reset all';
  execute format('alter role ems_gate in database %I reset all', current_database());
end $$;

grant execute on function keeper.heal_gate() to ems_user, ems_core;
grant execute on function keeper.clear_stuck(interval) to ems_owner;
grant execute on function keeper.put_login(name, text, timestamptz, text[]), keeper.put_groups(name, text[]), keeper.end_login(name),
  keeper.drop_login(name), keeper.kick(name) to ems_core;
set role ems_admin;
