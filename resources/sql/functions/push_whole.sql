-- Change sets of kind "whole": rows of any registered table, all or nothing. Internals of sync.push. The set is applied table by
-- table, parents first, one statement each; a row that occurs again waits for the next wave.
set role ems_writer;

-- Why a change may not even be tried; null: it may. The registry decides about tables, scopes and columns.
create function push.refusal(c jsonb, t sync.synced, p_kind text, p_office boolean) returns text language sql stable as $$
  select case when t.tbl is null then 'unknown_table'
              when t.tbl = 'scores' then 'cells_only'
              when p_kind is null then coalesce(current_setting('ems.push_shut')::jsonb->>(c->>'scope'), 'not_allowed')
              when p_kind <> t.kind then 'wrong_scope'
              when c->>'op' is null or c->>'op' not in ('i', 'u') then 'bad_op'
              when jsonb_typeof(c->'k') is distinct from 'object' or jsonb_typeof(c->'n') is distinct from 'object'
                or coalesce(jsonb_typeof(c->'b'), 'object') not in ('object', 'null')
                or (c->'k') - t.keys <> '{}' or not c->'k' ?& t.keys then 'bad_key'
              when (c->'n') - (t.columns || case when c->>'op' = 'i' then t.birth else '{}' end) <> '{}' then 'bad_column'
              when t.tbl = 'grade_sheets' and c->'n'->'deleted' = 'true' and not p_office then 'office_only' end
$$;

-- The statement that judges and applies the changes of one table. Made from the registry alone, never from what a client sent.
-- $1 changes, $2 their places in the set, $3 the author, $4 the columns' defaults. r: the row as it shall be, b: as it was seen,
-- both through the table's own types, so that spelling does not matter. Answers what was done, what was not, and whether a key is odd.
create function push.statement(t sync.synced) returns text language plpgsql stable as $$
declare
  v_key text := (select string_agg(format('cur.%1$I = (c.r).%1$I', k), ' and ') from unnest(t.keys) k);
  v_part text := (select string_agg(format('(c.r).%I', k), ', ') from unnest(t.keys) k);
  v_set text := (select string_agg(format('%1$I = case when x.n ? %1$L then (x.r).%1$I else cur.%1$I end,', c), ' ')
                   from unnest(t.columns) c where c <> 'deleted');
  v_columns text := (select string_agg(quote_ident(c), ', ') from unnest(t.keys || t.columns || t.birth) c);
  v_values text := (select string_agg(format('d.%I', c), ', ') from unnest(t.keys || t.columns || t.birth) c);
begin
  return format($q$
  with c as materialized (
    select o, e->>'op' = 'i' as fresh, (e->>'scope')::uuid as scope, e->'k' as k, e->'n' as n,
           jsonb_populate_record(null::ems.%1$I, (e->'n') || (e->'k')) as r,
           to_jsonb(jsonb_populate_record(null::ems.%1$I, case when jsonb_typeof(e->'b') = 'object' then e->'b' else '{}' end)) as b
      from unnest($1, $2) as q(e, o)
  ), j as materialized (
    select c.*, s.rev, cur.scope_id is not null as here, coalesce(cur.deleted, false) as dead, to_jsonb(cur) as was, to_jsonb(c.r) as wish,
           count(*) over (partition by %6$s) as times
      from c join sync.scope s on s.id = c.scope left join ems.%1$I cur on %2$s and cur.scope_id = c.scope
  ), x as materialized (
    select j.*, z.old,
           case when not here then case when fresh then 'insert' else 'gone' end
                when dead and fresh then 'revive'
                when dead and not n ? 'deleted' then 'gone'
                when not coalesce(z.differs, false) then 'already' when z.clash then 'conflict' else 'update' end as verdict
      from j left join lateral (
        select jsonb_object_agg(f, j.was->f) as old, bool_or(j.was->f is distinct from j.wish->f) as differs,
               bool_or(j.was->f is distinct from j.wish->f and (j.was->f is distinct from j.b->f or f = any (%7$L))) as clash
          from jsonb_object_keys(j.n) f) z on j.here
  ), up as (
    update ems.%1$I cur
       set %3$s deleted = case when x.n ? 'deleted' then (x.r).deleted else false end, rev = x.rev, updated_by = $3, updated_at = clock_timestamp()
      from x where x.verdict in ('update', 'revive') and %8$s
    returning 1
  ), ins as (
    insert into ems.%1$I (%4$s, scope_id, rev, updated_by, updated_at)
    select %5$s, x.scope, x.rev, $3, clock_timestamp()
      from x, jsonb_populate_record(jsonb_populate_record(null::ems.%1$I, $4), x.n || x.k) d
     where x.verdict = 'insert' and (select count(*) from up) >= 0           -- changed rows first: they may free a unique value
  )
  select coalesce(jsonb_agg(jsonb_build_object('t', %1$L, 'k', k, 'o', old, 'n', n) order by o)
                  filter (where verdict in ('insert', 'update', 'revive')), '[]'),
         coalesce(jsonb_agg(jsonb_build_object('i', o - 1, 't', %1$L, 'k', k, 'status', verdict, 'server', old,
                                               'by', was->'updated_by', 'at', was->'updated_at') order by o)
                  filter (where verdict in ('conflict', 'gone')), '[]'),
         coalesce(bool_or(times > 1 or verdict = 'revive'
                          and exists (select from jsonb_object_keys(n) f where f = any (%7$L) and was->f is distinct from wish->f)), false)
    from x$q$, t.tbl, v_key, v_set, v_columns, v_values, v_part, t.birth, replace(v_key, '(c.r)', '(x.r)'));
end $$;

-- What a new row has where the client says nothing.
create function push.defaults(p_tbl text) returns jsonb language plpgsql stable as $$
declare v_pairs text; v jsonb;
begin
  select coalesce(string_agg(format('%L, %s', attname, pg_get_expr(adbin, adrelid)), ', '), '') into v_pairs
    from pg_attrdef join pg_attribute on attrelid = adrelid and attnum = adnum where adrelid = ('ems.' || p_tbl)::regclass;
  execute format('select jsonb_build_object(%s)', v_pairs) into v;
  return v;
end $$;

-- A class or a sheet that this set makes gets its scope before anything is judged. Answers the first that may not be, and why.
create function push.open_scopes(p_changes jsonb, out why text, out place bigint) returns record
language plpgsql volatile as $$
declare c record;
begin
  for c in select e->>'t' as t, (e->>'scope')::uuid as scope, e->'n' as n, o - 1 as place
             from jsonb_array_elements(p_changes) with ordinality q(e, o) join sync.synced y on y.tbl = e->>'t' and y.root
            where e->>'op' = 'i' and e->'k'->>'id' = e->>'scope' and not exists (select from sync.scope where id = (e->>'scope')::uuid)
              and current_setting('ems.push_shut')::jsonb->(e->>'scope') is null order by o loop
    why := identity.open_scope(c.t, c.scope, c.n); place := c.place;
    if why is not null then return; end if;
    perform set_config('ems.push_scopes', (current_setting('ems.push_scopes')::uuid[] || c.scope)::text, true),
            set_config('ems.push_reads', (current_setting('ems.push_reads')::uuid[] || c.scope || (c.n->>'class_id')::uuid)::text, true);
  end loop;
end $$;

create function push.whole_once(p_me uuid, p_changes jsonb, out why text, out place bigint, out done jsonb, out bad jsonb)
language plpgsql volatile as $$
declare v_office boolean := identity.is_office(); g record; v_done jsonb; v_bad jsonb; v_odd boolean;
begin
  done := '[]'; bad := '[]';
  set constraints all deferred;
  select s.why, s.place into why, place from push.open_scopes(p_changes) s;
  if why is not null then return; end if;
  select push.refusal(e, y, s.kind, v_office), o - 1 into why, place
    from jsonb_array_elements(p_changes) with ordinality q(e, o)
    left join sync.synced y on y.tbl = e->>'t' left join sync.scope s on s.id = (e->>'scope')::uuid
   where push.refusal(e, y, s.kind, v_office) is not null order by o limit 1;
  if why is not null then return; end if;
  update sync.scope set rev = rev + 1, xid = pg_current_xact_id()
   where id in (select (e->>'scope')::uuid from jsonb_array_elements(p_changes) e) and xid <> pg_current_xact_id();
  for g in select y, array_agg(e order by o) as changes, array_agg(o order by o) as places
             from (select e, o, row_number() over (partition by e->>'t', e->'k' order by o) as wave
                     from jsonb_array_elements(p_changes) with ordinality q(e, o)) q
             join sync.synced y on y.tbl = e->>'t' group by wave, y.place, y order by wave, y.place loop
    execute push.statement(g.y) into v_done, v_bad, v_odd using g.changes, g.places, p_me, push.defaults((g.y).tbl);
    if v_odd then why := 'bad_key'; return; end if;
    done := done || v_done; bad := bad || v_bad;
  end loop;
  set constraints all immediate;
end $$;

-- One set in one savepoint.
create function push.whole(p_dev int, p_me uuid, p_set jsonb) returns jsonb
language plpgsql volatile as $$
declare r record; v_revs jsonb; v_one uuid; v_state text; v_rule text; v_tbl text; v_col text;
begin
  if jsonb_typeof(p_set->'changes') is distinct from 'array' or p_set->'changes' = '[]' then
    return push.note(p_dev, p_me, p_set, 'refused', null, null, '{"why": "empty"}', null);
  end if;
  begin
    select * into r from push.whole_once(p_me, p_set->'changes');
    if r.why is not null or r.bad <> '[]' then raise exception 'undo the whole set' using errcode = 'EM409'; end if;
    select jsonb_object_agg(id, rev), case when count(*) = 1 then min(id::text)::uuid end into v_revs, v_one
      from sync.scope where id in (select (e->>'scope')::uuid from jsonb_array_elements(p_set->'changes') e);
  exception
    when sqlstate 'EM409' then
      if r.why is not null then
        return push.note(p_dev, p_me, p_set, 'refused', null, null, jsonb_strip_nulls(jsonb_build_object('why', r.why, 'i', r.place)), null);
      end if;
      return push.note(p_dev, p_me, p_set, case when r.bad @? '$[*] ? (@.status == "gone")' then 'gone' else 'conflict' end, null, null,
                       jsonb_build_object('detail', jsonb_strip_nulls(r.bad)), null);
    when others then
      get stacked diagnostics v_state = returned_sqlstate, v_rule = constraint_name, v_tbl = table_name, v_col = column_name;
      if push.is_transient(v_state) then raise; end if;
      return push.note(p_dev, p_me, p_set, 'refused', null, null, jsonb_strip_nulls(
        jsonb_build_object('why', v_state, 'rule', nullif(v_rule, ''), 't', nullif(v_tbl, ''), 'column', nullif(v_col, ''))), null);
  end;
  return push.note(p_dev, p_me, p_set, case when r.done = '[]' then 'already' else 'applied' end, (v_revs->>v_one::text)::bigint, v_one,
                   case when v_one is null then jsonb_build_object('revs', v_revs) end, r.done);
end $$;
set role ems_admin;
