-- What a person needs for changing the own password, and how the office removes somebody.
set role ems_core;

create function identity.my_salt() returns bytea      -- null: this account has no password
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select client_salt from identity.credential where user_id = identity.me() $$;

-- Everything by which somebody could come in again, gone. Answers whether they ever sent anything.
create function identity.shut_out(p_user uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update identity.device set revoked_at = coalesce(revoked_at, clock_timestamp()), valid_until = least(valid_until, clock_timestamp()), file_key = null
   where user_id = p_user;
  perform keeper.end_login(login) from identity.device where user_id = p_user and dropped_at is null;
  update identity.invitation set expires_at = now() where user_id = p_user and used_at is null and expires_at > now();
  delete from identity.credential where user_id = p_user;
  return exists (select from sync.journal j join identity.device d on d.id = j.device where d.user_id = p_user);
end $$;
grant execute on function identity.my_salt() to ems_user;
grant execute on function identity.shut_out(uuid) to ems_owner;

set role ems_owner;
-- Of someone on the staff: what is personal goes at once and for good, here and from every computer. Where something hangs on the
-- person, the nameless row stays to hold it. True: nothing did. Then identity.kick_revoked() in the next transaction.
create function sync.remove_person(p_user uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_bare boolean;
begin
  if not identity.is_office() or p_user is not distinct from identity.me() then raise exception 'office only' using errcode = '42501'; end if;
  if current_setting('synchronous_commit') = 'off' then raise exception 'synchronous_commit is off' using errcode = '55000'; end if;
  perform sync.bump('00000000-0000-4000-8000-000000000002');      -- the directory, before any row of it: as push does
  if not exists (select from ems.users where id = p_user and not deleted) or exists (select from ems.students where id = p_user) then
    raise exception 'nobody of the staff' using errcode = '22023';
  end if;
  v_bare := not identity.shut_out(p_user)
    and not exists (select from ems.subject_teachers where teacher_id = p_user) and not exists (select from ems.classes where teacher_id = p_user)
    and not exists (select from ems.jobs where user_id = p_user);
  update ems.user_roles set deleted = true where user_id = p_user and not deleted;
  update ems.users set name = 'Pengguna dihapus', email = null, nip = null, google_id = null, active = false, deleted = true where id = p_user;
  return v_bare;
end $$;
grant execute on function sync.remove_person(uuid) to ems_user;
set role ems_admin;
