-- What holds for every table: FORCE row-level security, the owner's policy, and two that only take away.
-- Run as ems_admin. A grant follows its policies, never the other way round.
do $$
declare t regclass; v_owner name; v_schema name;
begin
  for t, v_owner, v_schema in select c.oid, pg_get_userbyid(c.relowner), n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname in ('ems', 'sync', 'identity', 'keeper', 'jobs', 'files') and c.relkind in ('r','p') loop
    execute format('alter table %s enable row level security, force row level security', t);
    execute format('create policy owner_all on %s to %I using (true) with check (true)', t, v_owner);      -- install and repair only
    continue when v_schema not in ('ems', 'sync');
    execute format('create policy core_read on %s for select to ems_core using (true)', t);
    execute format('grant select on %s to ems_core', t);
    -- An ended session reads nothing, and nor does a plan that outlived its owner's membership of the office.
    execute format('create policy alive on %s as restrictive for select to ems_user using ((select identity.me()) is not null)', t);
    execute format('create policy still_office on %s as restrictive for select to ems_office using ((select identity.is_office()))', t);
  end loop;
end $$;

-- The synced tables: the office reads all (a bare `true`, which the planner drops), staff by scope (looked up once a statement).
-- The writer's policies apply only inside functions it owns. Each of its doors first sets ems.push_scopes from
-- identity.lock_scopes(), so what a client put there is never read. It READS only these scopes, too: with `true` a refused push
-- would answer with another sheet's values.
-- (As the owner: ems_admin inherits, through the keeper, from every login, so the restrictive policies hold for it, too.)
set role ems_owner;
do $$
declare
  t text; v_scope text; v_bank boolean;
  pushed constant text := 'any ((select current_setting(''ems.push_scopes'')::uuid[])::uuid[])';
  read_only constant text := 'any ((select current_setting(''ems.push_reads'')::uuid[])::uuid[])';      -- what judging a mark looks up besides
begin
  for t in select 'ems.' || tbl from sync.synced union all select 'sync.scope' loop
    v_scope := case when t = 'sync.scope' then 'id' else 'scope_id' end;
    execute format('create policy office on %s for select to ems_office using (true)', t);
    v_bank := exists (select from sync.synced where 'ems.' || tbl = t and kind = 'bank');
    execute format('create policy teacher on %s for select to ems_teacher using (%s = any ((select identity.%I())::uuid[]))', t, v_scope,
                   case when v_bank then 'banks_read' else 'scopes_read' end);
    execute format('create policy writer_read on %s for select to ems_writer using (%s = %s)', t, v_scope,
                   case when t in ('ems.enrolments', 'ems.subjects', 'ems.subject_students', 'ems.students') then read_only else pushed end);
    execute format('create policy writer_update on %1$s for update to ems_writer using (%2$s = %3$s) with check (%2$s = %3$s)', t, v_scope, pushed);
    if t <> 'sync.scope' then
      execute format('create policy writer_insert on %s for insert to ems_writer with check (%s = %s)', t, v_scope, pushed);
    end if;
    execute format('grant select on %s to ems_user, ems_writer', t);
  end loop;
end $$;

-- Writes: column by column, to the writer only. No DELETE and no TRUNCATE for anyone but the owner.
do $$
declare r sync.synced;
begin
  for r in select * from sync.synced loop
    execute format('grant insert on ems.%I to ems_writer', r.tbl);
    execute format('grant update (%s, rev, updated_by, updated_at) on ems.%I to ems_writer',
                   (select string_agg(quote_ident(c), ', ') from unnest(r.columns) c), r.tbl);
  end loop;
end $$;
set role ems_admin;
