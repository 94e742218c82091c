-- Who is there. session_user is the only fact; everything else is looked up. No value that a client can set is trusted.
set role ems_core;

-- VALID UNTIL and NOLOGIN judge only a NEW connection: an open one is judged here, at each statement.
create function identity.me() returns uuid
language plpgsql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as $$
declare v uuid;
begin
  select d.user_id into v from identity.device d join ems.users u on u.id = d.user_id
   where d.login = session_user and d.revoked_at is null and d.valid_until > clock_timestamp() and u.active and not u.deleted;
  return v;
end $$;

-- me() with its roles; no row: nobody. (No SET, as with identity.taught and banks_taught: the planner puts it into the caller's statement,
-- where a function of its own would be planned anew each time. Only for callers that pin their search_path.)
create function identity.present() returns table (person uuid, roles text[]) language sql stable as $$
  select d.user_id, array(select r.role from ems.user_roles r where r.user_id = d.user_id and not r.deleted order by r.role)
    from identity.device d join ems.users u on u.id = d.user_id
   where d.login = session_user and d.revoked_at is null and d.valid_until > clock_timestamp() and u.active and not u.deleted
$$;

create function identity.roles_of(p_user uuid) returns text[]
language sql stable set search_path = pg_catalog, pg_temp as
$$ select coalesce(array_agg(role order by role), '{}') from ems.user_roles where user_id = p_user and not deleted $$;

create function identity.my_roles() returns text[]
language plpgsql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as
$$ begin return coalesce((select roles from identity.present()), '{}'); end $$;

-- A plan made while its owner belonged to the office outlives the membership: the office's policies ask again at each statement.
create function identity.is_office() returns boolean
language plpgsql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as
$$ begin return exists (select from identity.present() where 'kurikulum' = any (roles)); end $$;

-- me() and my_roles() for those who write, together with their device: its row, locked and told the last number that is sent,
-- serialises one device with itself. Answers the last number it knew before. Who is there is asked once the row is locked: a role may have
-- been taken away since the wait began. Nobody: the session has ended.
create function identity.author(p_last bigint, out me uuid, out roles text[], out device int, out known bigint)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update identity.device d set last_seq = greatest(d.last_seq, p_last)
    from (select id, last_seq from identity.device
           where login = session_user and revoked_at is null and valid_until > clock_timestamp() for no key update) o
   where d.id = o.id
  returning o.id, o.last_seq into device, known;
  select p.person, p.roles into me, roles from identity.present() p;
end $$;

grant execute on function identity.me(), identity.my_roles(), identity.is_office() to ems_user, ems_writer, ems_owner;
grant execute on function identity.author(bigint) to ems_writer;
set role ems_admin;
