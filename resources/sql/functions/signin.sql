-- Signing in by password, signing up by invitation. Google's proof of identity (google.sql) ends in the same new_session().
set role ems_core;

create function identity.find(p_identifier text) returns uuid       -- an email address, or the ten digits of a NISN
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare v_key text := lower(trim(p_identifier)); v uuid;
begin
  select u.id into v from ems.users u left join ems.students s on s.id = u.id
   where u.active and not u.deleted and (u.email = v_key or s.nisn = v_key and not s.deleted);
  return v;
end $$;

-- The salt for argon2id on the client: a stable one of our own for someone unknown, so that nobody learns who exists.
create function identity.salt_for(p_identifier text) returns bytea
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare v bytea; v_fake bytea;
begin
  select substr(sha256(pepper || convert_to(lower(trim(p_identifier)), 'UTF8')), 1, 16) into v_fake from identity.pepper;
  select client_salt into v from identity.credential where user_id = identity.find(p_identifier);
  return coalesce(v, v_fake);
end $$;

create function identity.proof(p_salt bytea, p_key bytea) returns bytea
language sql stable set search_path = pg_catalog, pg_temp as $$ select sha256(p_salt || p_key || pepper) from identity.pepper $$;

-- The login role of this person on this device, made or renewed.
create function identity.new_session(p_user uuid, p_device uuid, p_label text, p_verifier text, out login name, out valid_until timestamptz)
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  if p_device is null then raise exception 'no device' using errcode = '22023'; end if;
  valid_until := clock_timestamp() + interval '14 days';
  insert into identity.device as d (login, user_id, device, label, verifier, valid_until)
  values ('ems_d_' || encode(substr(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 1, 12), 'hex'),
          p_user, p_device, left(coalesce(p_label, ''), 80), coalesce(p_verifier, ''), new_session.valid_until)
  on conflict on constraint device_user_id_device_key do update
     set verifier = excluded.verifier, valid_until = excluded.valid_until, revoked_at = null, dropped_at = null
  returning d.login into new_session.login;
  perform keeper.put_login(login, p_verifier, valid_until, identity.roles_of(p_user));
end $$;

-- A known device has an allowance of its own: strangers' guesses do not lock it out.
create function identity.sign_in_password(p_identifier text, p_key bytea, p_device uuid, p_label text, p_verifier text,
                                          out login name, out valid_until timestamptz, out user_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_user uuid := identity.find(p_identifier); v_known boolean; v_right boolean;
begin
  v_known := exists (select from identity.device d where d.user_id = v_user and d.device = p_device and d.revoked_at is null);
  if v_known then perform identity.count_try('known:' || v_user || p_device, 20, true);
  else perform identity.count_stranger('password:' || lower(trim(p_identifier)), 8, v_user);
  end if;
  select identity.proof(c.salt, p_key) = c.proof into v_right from identity.credential c where c.user_id = v_user;
  if v_right is null then perform identity.proof('\x00', p_key); end if;      -- the same work for someone unknown
  if v_right is distinct from true then
    if not v_known then perform identity.count_failure(v_user); end if;
    raise exception 'wrong name or password' using errcode = '28P01';
  end if;
  user_id := v_user;
  select s.login, s.valid_until into login, valid_until from identity.new_session(v_user, p_device, p_label, p_verifier) s;
end $$;

create function identity.put_credential(p_user uuid, p_key bytea, p_salt bytea) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare v_salt bytea := substr(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 1, 16);
begin
  if coalesce(length(p_key), 0) not between 16 and 64 or coalesce(length(p_salt), 0) <> 16 then
    raise exception 'key of 16 to 64 bytes and salt of 16 wanted' using errcode = '22023';
  end if;
  insert into identity.credential (user_id, client_salt, salt, proof) values (p_user, p_salt, v_salt, identity.proof(v_salt, p_key))
  on conflict (user_id) do update set client_salt = excluded.client_salt, salt = excluded.salt, proof = excluded.proof, changed_at = now();
end $$;

-- 16 letters of 30, without 0 O 1 I L U: 78 bits. Shown once; only its hash is kept.
create function identity.new_invitation(p_user uuid, p_by uuid) returns text
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare v_bytes bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())); v text;
begin
  select string_agg(substr('ABCDEFGHJKMNPQRSTVWXYZ23456789', 1 + get_byte(v_bytes, g) % 30, 1), '' order by g) into v from generate_series(0, 15) g;
  update identity.invitation set expires_at = now() where user_id = p_user and used_at is null and expires_at > now();
  insert into identity.invitation (user_id, code_hash, made_by, expires_at)
  values (p_user, identity.proof('code', convert_to(v, 'UTF8')), p_by, now() + interval '30 days');
  return substr(v, 1, 4) || '-' || substr(v, 5, 4) || '-' || substr(v, 9, 4) || '-' || substr(v, 13, 4);
end $$;

create function identity.invite(p_user uuid) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not identity.is_office() then raise exception 'office only' using errcode = '42501'; end if;
  if not exists (select from ems.users where id = p_user and active and not deleted) then
    raise exception 'no such person' using errcode = '22023';
  end if;
  return identity.new_invitation(p_user, identity.me());
end $$;

-- Whose invitation this is. It works once.
create function identity.take_invitation(p_code text) returns uuid
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare v_code text := regexp_replace(upper(p_code), '[^A-Z0-9]', '', 'g'); v_user uuid;
begin
  perform identity.count_stranger('code:' || left(v_code, 4), 20, null);
  update identity.invitation i set used_at = clock_timestamp()
    from ems.users u
   where i.code_hash = identity.proof('code', convert_to(v_code, 'UTF8')) and i.used_at is null and i.expires_at > clock_timestamp()
     and u.id = i.user_id and u.active and not u.deleted
  returning i.user_id into v_user;
  if v_user is null then
    perform identity.count_failure(null);
    raise exception 'wrong or used invitation' using errcode = '28P01';
  end if;
  return v_user;
end $$;

-- Sign up, or set a forgotten password anew.
create function identity.sign_up(p_code text, p_key bytea, p_salt bytea, p_device uuid, p_label text, p_verifier text,
                                 out login name, out valid_until timestamptz, out user_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  user_id := identity.take_invitation(p_code);
  perform identity.put_credential(user_id, p_key, p_salt);
  select s.login, s.valid_until into login, valid_until from identity.new_session(user_id, p_device, p_label, p_verifier) s;
end $$;

create function identity.set_password(p_old bytea, p_key bytea, p_salt bytea) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare me uuid := identity.me();
begin
  if me is null then raise exception 'session ended' using errcode = '28000'; end if;
  perform identity.count_try('change:' || me, 8, true);
  if not exists (select from identity.credential c where c.user_id = me and c.proof = identity.proof(c.salt, p_old)) then
    raise exception 'wrong password' using errcode = '28P01';
  end if;
  perform identity.put_credential(me, p_key, p_salt);
end $$;

create function identity.renew(p_verifier text) returns timestamptz
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v timestamptz := clock_timestamp() + interval '14 days'; me uuid := identity.me();
begin
  if me is null then raise exception 'session ended' using errcode = '28000'; end if;
  update identity.device set valid_until = v, verifier = coalesce(p_verifier, '') where login = session_user;
  perform keeper.put_login(session_user::name, p_verifier, v, identity.roles_of(me));
  return v;
end $$;
grant execute on function identity.salt_for(text), identity.sign_in_password(text, bytea, uuid, text, text),
  identity.sign_up(text, bytea, bytea, uuid, text, text) to ems_gate;
grant execute on function identity.invite(uuid), identity.set_password(bytea, bytea, bytea), identity.renew(text) to ems_user;
set role ems_admin;
