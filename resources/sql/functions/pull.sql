-- What a client asks before and after a pull. The pull itself is typed SELECTs per table, under the caller's row-level security.
set role ems_owner;

create function sync.protocol() returns int language sql stable set search_path = pg_catalog, pg_temp as
$$ select version from sync.protocol $$;
create function sync.epoch() returns uuid language sql stable set search_path = pg_catalog, pg_temp as
$$ select epoch from sync.epoch $$;

-- The scopes this person sees. own_only: of its rows only his own (a pupil): fetch them whole whenever the revision moved.
create function sync.my_scopes(out id uuid, out kind text, out rev bigint, out can_write boolean, out own_only boolean) returns setof record
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare v_write uuid[] := identity.scopes_write(); v_read uuid[];
begin      -- staff see all of a scope (unless they are pupils, too), and a bank that a teacher sees is his
  if v_write = '{}' or identity.me_student() is not null then v_read := identity.scopes_read(); end if;
  return query select s.id, s.kind, s.rev, w.id is not null or s.kind = 'bank', s.kind <> 'bank' and coalesce(not s.id = any (v_read), false)
                 from sync.scope s left join (select unnest(v_write)) w(id) on w.id = s.id;
end $$;

-- Closes a pull: for each table of a scope the rows that are not deleted and the sum of their revisions, as this reader sees them.
-- Written from the registry: a table that is added there is counted.
do $do$
declare v_counts text;
begin
  select string_agg(format('select %L, %L, count(*), coalesce(sum(rev), 0)::bigint from ems.%I where scope_id = p_scope and not deleted',
                           kind, tbl, tbl),
                    E'\n    union all ' order by place) into v_counts from sync.synced;
  execute format($f$
    create function sync.scope_check(p_scope uuid, out tbl text, out live bigint, out revs bigint) returns setof record
    language sql stable set search_path = pg_catalog, pg_temp as $$
      select q.tbl, q.live, q.revs from (
        %s
      ) q(kind, tbl, live, revs) where q.kind = (select s.kind from sync.scope s where s.id = p_scope)
    $$ $f$, v_counts);
end $do$;

-- Ends sessions that hold others up.
create function sync.clear_stuck() returns int language sql volatile security definer set search_path = pg_catalog, pg_temp as
$$ select case when identity.me() is null then 0 else keeper.clear_stuck() end $$;

grant execute on function sync.protocol(), sync.epoch(), sync.my_scopes(), sync.scope_check(uuid), sync.clear_stuck() to ems_user;
set role ems_admin;
