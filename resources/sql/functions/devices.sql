-- A person's devices: the list, signing out there, and the key of the local file.
set role ems_core;

create function identity.my_devices()
returns table (id int, label text, created_at timestamptz, valid_until timestamptz, revoked_at timestamptz, this boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.id, d.label, d.created_at, d.valid_until, d.revoked_at, d.login = session_user from identity.device d
   where d.user_id = identity.me() order by d.created_at
$$;

create function identity.devices_of(p_user uuid)
returns table (id int, label text, created_at timestamptz, valid_until timestamptz, revoked_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select d.id, d.label, d.created_at, d.valid_until, d.revoked_at from identity.device d
   where d.user_id = p_user and identity.is_office() order by d.created_at
$$;

create function identity.sign_out_device(p_id int) returns boolean     -- then identity.kick_revoked() in the next transaction
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v name;
begin
  update identity.device set revoked_at = clock_timestamp(), valid_until = clock_timestamp()
   where id = p_id and (user_id = identity.me() or identity.is_office()) returning login into v;
  if v is null then return false; end if;
  perform keeper.end_login(v);
  return true;
end $$;

-- What its person calls it; signing in there again keeps the name.
create function identity.rename_device(p_id int, p_label text) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update identity.device set label = left(trim(p_label), 80) where id = p_id and user_id = identity.me() and trim(p_label) <> '';
  return found;
end $$;

create function identity.kick_revoked() returns int
language sql volatile security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(sum(keeper.kick(login)), 0)::int from identity.device
   where revoked_at > now() - interval '1 day' and identity.me() is not null and (user_id = identity.me() or identity.is_office())
$$;

-- The key of this person's local file on this device: lost with the keychain, it comes back with the next sign-in.
create function identity.device_key() returns bytea
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select file_key from identity.device where login = session_user and user_id = identity.me() $$;

create function identity.keep_device_key(p_key bytea) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if coalesce(length(p_key), 0) not between 16 and 64 then raise exception 'key of 16 to 64 bytes wanted' using errcode = '22023'; end if;
  update identity.device set file_key = p_key where login = session_user and user_id = identity.me();
  if not found then raise exception 'session ended' using errcode = '28000'; end if;
end $$;

-- Drops the login roles that ended 30 days ago; their devices and their journal stay. Office, or the installer.
create function identity.sweep_logins() returns int
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v name; n int := 0;
begin
  if not identity.is_office() and not pg_has_role(session_user, 'ems_admin', 'member') then
    raise exception 'office only' using errcode = '42501';
  end if;
  for v in select login from identity.device where dropped_at is null and valid_until < now() - interval '30 days' limit 200 loop
    perform keeper.drop_login(v);
    update identity.device set dropped_at = now(), revoked_at = coalesce(revoked_at, now()) where login = v;
    n := n + 1;
  end loop;
  return n;
end $$;
grant execute on function identity.my_devices(), identity.devices_of(uuid), identity.sign_out_device(int), identity.rename_device(int, text), identity.kick_revoked(),
  identity.device_key(), identity.keep_device_key(bytea), identity.sweep_logins() to ems_user;
set role ems_admin;
