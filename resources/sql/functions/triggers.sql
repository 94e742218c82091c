-- The safety net, and the rules that reach across tables. The net fires for everyone EXCEPT the writer's functions, which stamp
-- and journal set-wise themselves: WHEN (current_user <> 'ems_writer') is judged before a function is called, so it costs the
-- fast path nothing, and no client can become ems_writer.
set role ems_owner;

create function sync.bump(p_scope uuid) returns bigint          -- once per transaction and scope
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v bigint; x xid8 := pg_current_xact_id();
begin
  select rev into v from sync.scope where id = p_scope and xid = x;
  if v is null then
    update sync.scope set rev = rev + 1, xid = x where id = p_scope returning rev into v;
    if v is null then raise exception 'no such scope' using errcode = '23503'; end if;
  end if;
  return v;
end $$;

create function sync.t_scope() returns trigger          -- a class, a sheet or a timetable made by an administrator gets its scope, too
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if tg_table_name = 'classes' then
    insert into sync.scope (id, kind, class_id) values (new.id, 'class', new.id) on conflict do nothing;
  elsif tg_table_name = 'timetables' then
    insert into sync.scope (id, kind, semester_id) values (new.id, 'timetable', new.semester_id) on conflict do nothing;
  else
    insert into sync.scope (id, kind, class_id, subject_id, semester_id)
    values (new.id, 'sheet', new.class_id, new.subject_id, new.semester_id) on conflict do nothing;
  end if;
  return new;
end $$;

create function sync.t_stamp() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_key jsonb;
begin
  if tg_op = 'UPDATE' and new.scope_id is distinct from old.scope_id then
    select jsonb_object_agg(k, to_jsonb(old)->k) into v_key from sync.synced, unnest(keys) k where tbl = tg_table_name;
    insert into sync.tombstone (scope_id, tbl, key, rev) values (old.scope_id, tg_table_name, v_key, sync.bump(old.scope_id))
    on conflict (scope_id, tbl, key) do update set rev = excluded.rev, at = now();
  end if;
  new.rev := sync.bump(new.scope_id);
  new.updated_by := coalesce(identity.me(), new.updated_by);
  new.updated_at := clock_timestamp();
  return new;
end $$;

create function sync.t_audit() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_before jsonb; v_after jsonb; v_scopes uuid[];
begin
  select jsonb_agg(to_jsonb(n)), array_agg(distinct scope_id order by scope_id) into v_after, v_scopes from newr n;
  if v_after is null then return null; end if;
  if tg_op = 'UPDATE' and tg_table_name = 'schedules' then      -- the name of its class follows from the class, whose renaming has its entry
    perform from newr n join oldr o using (id)
      where to_jsonb(n) - '{class_name,rev,updated_by,updated_at}'::text[] <> to_jsonb(o) - '{class_name,rev,updated_by,updated_at}'::text[];
    if not found then return null; end if;
  end if;
  if tg_op = 'UPDATE' then
    select jsonb_agg(to_jsonb(o)) into v_before from oldr o;
    v_scopes := array(select unnest(v_scopes) union select scope_id from oldr order by 1);
  end if;
  perform sync.note_hand(tg_table_name, left(tg_op, 1), v_scopes, v_before, v_after);
  return null;
end $$;

create function sync.t_no_delete() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as
$$ begin raise exception 'rows are marked deleted, never removed' using errcode = '42501'; end $$;

do $$
declare t text;
begin
  for t in select 'ems.' || quote_ident(relname) from pg_class where relnamespace = 'ems'::regnamespace and relkind = 'r' loop
    execute format('create trigger no_delete before delete on %s for each statement execute function sync.t_no_delete()', t);
    execute format('create trigger no_truncate before truncate on %s for each statement execute function sync.t_no_delete()', t);
    continue when substr(t, 5) not in (select tbl from sync.synced);
    execute format('create trigger stamp before insert or update on %s for each row
                      when (current_user <> ''ems_writer'') execute function sync.t_stamp()', t);
    execute format('create trigger audit_i after insert on %s referencing new table as newr for each statement
                      when (current_user <> ''ems_writer'') execute function sync.t_audit()', t);
    execute format('create trigger audit_u after update on %s referencing old table as oldr new table as newr for each statement
                      when (current_user <> ''ems_writer'') execute function sync.t_audit()', t);
  end loop;
  foreach t in array array['classes', 'grade_sheets', 'timetables'] loop      -- fires before `stamp`: triggers go by name
    execute format('create trigger makes_scope before insert on ems.%I for each row
                      when (current_user <> ''ems_writer'') execute function sync.t_scope()', t);
  end loop;
  foreach t in array array['journal', 'audit_other', 'chained'] loop
    execute format('create trigger append_only before update or delete on sync.%I for each statement
                      when (current_user <> ''ems_retention'') execute function sync.t_no_delete()', t);
    execute format('create trigger no_truncate before truncate on sync.%I for each statement execute function sync.t_no_delete()', t);
  end loop;
end $$;
set role ems_admin;
