-- Change sets of kind "cells": scores, each cell judged alone. Internals of sync.push, whose search_path and planner settings
-- are pinned; no client has USAGE on schema push. Everything about a set is computed by one GROUP BY, never by joining CTEs:
-- with nested loops forced, that is quadratic. (SQL functions here are STABLE, not IMMUTABLE, where they call a stable one:
-- else the planner cannot inline them.)
set role ems_writer;

create function push.hash(p jsonb) returns bytea language sql stable
  return pg_catalog.substr(pg_catalog.sha256(pg_catalog.convert_to(p::text, 'UTF8')), 1, 16);

create function push.points(p jsonb) returns numeric language sql immutable
  return case when pg_catalog.jsonb_typeof(p) = 'number' then p::numeric end;

-- Faults of the DATA become "refused". Deadlock, lock timeout, full disk, cancel … must reach the client: it tries again.
create function push.is_transient(p_state text) returns boolean language sql immutable
  return pg_catalog.left(p_state, 2) in ('08', '25', '28', '40', '53', '55', '57', '58', 'F0', 'XX');

-- The answer to one set, written down: what a retry is told, and the trail. It stands in the chain of the scopes it changed.
create function push.note(p_dev int, p_me uuid, p_set jsonb, p_status text, p_rev bigint, p_scope uuid, p_result jsonb, p_data jsonb)
returns jsonb language plpgsql volatile as $$
declare v_seq bigint := (p_set->>'seq')::bigint; v_kind text := left(coalesce(p_set->>'kind', '?'), 20); v_title text := left(p_set->>'title', 200);
        v_hash bytea := push.hash(p_set); v_at timestamptz := clock_timestamp(); v_salt bytea; v_seal bytea; v_place bigint; v_link bytea;
begin
  if p_scope is not null or p_result ? 'revs' then
    v_salt := uuid_send(gen_random_uuid());
    v_seal := sync.seal(v_salt, v_hash, v_title, p_result, p_data);
  end if;
  if p_scope is not null then
    update sync.scope set rev = coalesce(p_rev, rev), xid = case when p_rev is null then xid else pg_current_xact_id() end, entries = entries + 1,
           head = sync.link(head, sync.entry(p_dev, v_seq, p_rev, p_me, v_at, id, v_kind, p_status, v_seal))
     where id = p_scope returning entries, head into v_place, v_link;
  end if;
  insert into sync.journal (device, seq, rev, person, at, scope, kind, status, hash, title, result, data, salt, place, link)
  values (p_dev, v_seq, p_rev, p_me, v_at, p_scope, v_kind, p_status, v_hash, v_title, p_result, p_data, v_salt, v_place, v_link);
  if p_scope is null and p_result ? 'revs' then
    with chained as (
      update sync.scope set entries = entries + 1, head = sync.link(head, sync.entry(p_dev, v_seq, p_rev, p_me, v_at, id, v_kind, p_status, v_seal))
       where id = any (array(select k::uuid from jsonb_object_keys(p_result->'revs') k)) returning id, entries, head
    )
    insert into sync.chained (scope, place, device, seq, link) select id, entries, p_dev, v_seq, head from chained;
  end if;
  return jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('seq', v_seq, 'status', p_status, 'rev', p_rev)) || coalesce(p_result, '{}'));
end $$;

-- Does this pupil take a subject that not all of the class take?
create function push.takes(p_subject uuid, p_student uuid) returns boolean language sql stable as $$
  select (u.religion is null or exists (select from ems.students p where p.id = p_student and p.religion = u.religion))
     and (not u.listed or exists (select from ems.subject_students l where l.subject_id = p_subject and l.student_id = p_student and not l.deleted))
    from ems.subjects u where u.id = p_subject
$$;

-- How a cell is written down: the bare mark where only that was changed, else the changed columns.
create function push.was(n jsonb, v numeric, f numeric, s text, t text) returns jsonb language sql stable
  return case when not n ?| '{first_value,state,note}' then pg_catalog.to_jsonb(v)
    else case when n ? 'value' then pg_catalog.jsonb_build_object('value', v) else '{}' end
      || case when n ? 'first_value' then pg_catalog.jsonb_build_object('first_value', f) else '{}' end
      || case when n ? 'state' then pg_catalog.jsonb_build_object('state', s) else '{}' end
      || case when n ? 'note' then pg_catalog.jsonb_build_object('note', t) else '{}' end end;

-- What is told of a cell that was not applied (st as below).
create function push.verdict(i bigint, st int, why text, v numeric, f numeric, s text, t text, by uuid, at timestamptz) returns jsonb
language sql stable
  return case st when 2 then pg_catalog.jsonb_build_object('i', i - 1, 'status', 'conflict', 'value', v, 'first_value', f, 'state', s, 'note', t,
                                                           'by', by, 'at', at)
                 when 4 then pg_catalog.jsonb_build_object('i', i - 1, 'status', 'gone', 'why', why)
                 else pg_catalog.jsonb_build_object('i', i - 1, 'status', 'refused', 'why', why) end;

-- One wave in one statement; no cell occurs in two sets of a wave. Raises on data that cannot be read: the caller bisects.
-- st, a cell's status: 0 applied, 1 already, 2 conflict, 3 refused, 4 gone. Steps are kept apart by OFFSET 0: what is computed in
-- one is not computed again in the next.
create function push.cells_once(p_dev int, p_me uuid, p_sets jsonb[]) returns jsonb
language plpgsql volatile as $$
declare v jsonb; v_random bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());      -- the salts come from it
begin
  with s as (                                            -- the sets, with their scope as far as this person may write it
    select o, (e->>'seq')::bigint as seq, (e->>'scope')::uuid as scope, e->'rows' as rows, left(e->>'title', 200) as title,
           push.hash(e) as hash, sc.rev + (sc.xid <> pg_current_xact_id())::int as rev, sc.class_id, sc.subject_id, u.listed or u.religion is not null as chosen
      from unnest(p_sets) with ordinality as t(e, o)
      left join sync.scope sc on sc.id = (e->>'scope')::uuid and sc.kind = 'sheet'
      left join ems.subjects u on u.id = sc.subject_id
    offset 0
  ), x as (                                              -- their cells: c* what the server has, n* as it shall be, b* what was seen
    select s.o, s.seq, s.scope, s.title, s.hash, s.rev, r.i, r.a, r.s, r.n, a.maximum,
           c.value as cv, c.first_value as cf, c.state as cs, c.note as ct, c.updated_by as by, c.updated_at as at,
           case when r.n ? 'value' then push.points(r.n->'value') else c.value end as nv,
           case when r.n ? 'first_value' then push.points(r.n->'first_value') else c.first_value end as nf,
           case when r.n ? 'state' then r.n->>'state' else c.state end as ns,
           case when r.n ? 'note' then r.n->>'note' else c.note end as nt,
           push.points(r.b->'value') as bv, push.points(r.b->'first_value') as bf, r.b->>'state' as bs, r.b->>'note' as bt,
           case when s.rev is null then coalesce(current_setting('ems.push_shut')::jsonb->>s.scope::text, 'not_allowed')
                when r.i is null then 'empty'
                when r.a is null or r.s is null or jsonb_typeof(r.n) is distinct from 'object' or r.n = '{}' then 'bad_cell'
                when r.n - '{value,first_value,state,note}'::text[] <> '{}' then 'bad_column'
                when a.id is null or a.scope_id <> s.scope then 'unknown_assessment'
                when a.deleted then 'gone'
                when e.student_id is null or e.deleted then 'not_enrolled'
                when s.chosen and not push.takes(s.subject_id, r.s) then 'not_in_subject'
                when jsonb_typeof(r.n->'value') not in ('number', 'null') or jsonb_typeof(r.n->'first_value') not in ('number', 'null')
                  or jsonb_typeof(r.n->'state') not in ('string', 'null') or jsonb_typeof(r.n->'note') not in ('string', 'null') then 'bad_value'
           end as why
      from s
      left join lateral rows from (jsonb_to_recordset(s.rows) as (a uuid, s uuid, n jsonb, b jsonb)) with ordinality as r(a, s, n, b, i) on true
      left join ems.scores c on c.assessment_id = r.a and c.student_id = r.s and not c.deleted
      left join ems.assessments a on a.id = r.a
      left join ems.enrolments e on e.class_id = s.class_id and e.student_id = r.s
    offset 0
  ), q as (
    select o, seq, scope, title, hash, rev, i, a, s, n, cv, cf, cs, ct, by, at, nv, nf, ns, nt,
           nv is not distinct from cv and nf is not distinct from cf and ns is not distinct from cs and nt is not distinct from ct as same,
           -- a column I change is neither as I saw it nor already as I want it; or the two of us set a value and a state
           nv is distinct from cv and cv is distinct from bv or nf is distinct from cf and cf is distinct from bf
             or ns is distinct from cs and cs is distinct from bs or nt is distinct from ct and ct is distinct from bt
             or ns is not null and nv is not null as clash,
           case when why is not null then why
                when nv not between 0 and 100 or nf not between 0 and 100 or nv <> round(nv, 2) or nf <> round(nf, 2) then 'bad_value'
                when nv > maximum and nv is distinct from cv or nf > maximum and nf is distinct from cf then 'above_maximum'
                when ns not in ('excused', 'missing') then 'bad_state'
                when ns is not null and nv is not null and n ?& '{state,value}' then 'state_or_value'
                when length(nt) > 2000 then 'note_too_long' end as why
      from x
    offset 0
  ), j as (
    select q.*, case when why is null then case when same then 1 when clash then 2 else 0 end when why = 'gone' then 4 else 3 end as st from q
    offset 0
  ), y as materialized (
    select o, seq, scope, title, hash, rev, why, st, a, s, nv, nf, ns, nt,
           case when st = 0 then push.was(n, cv, cf, cs, ct) end as old, case when st = 0 then push.was(n, nv, nf, ns, nt) end as new,
           case when st >= 2 and rev is not null and i is not null then push.verdict(i, st, why, cv, cf, cs, ct, by, at) end as verdict
      from j
  ), up as (
    insert into ems.scores as t (assessment_id, student_id, scope_id, value, first_value, state, note, rev, updated_by, updated_at)
    select a, s, scope, nv, nf, ns, nt, rev, p_me, clock_timestamp() from y where st = 0
    on conflict (assessment_id, student_id) do update
       set value = excluded.value, first_value = excluded.first_value, state = excluded.state, note = excluded.note, deleted = false,
           rev = excluded.rev, updated_by = excluded.updated_by, updated_at = excluded.updated_at
  ), res as materialized (                               -- one row a set again. data: [a, s, old, new], or the four as lists
    select o, seq, scope, title, hash, rev,
           case when max(st) <= 1 then case when min(st) = 0 then 'applied' else 'already' end
                when min(st) = max(st) then ('{applied,already,conflict,refused,gone}'::text[])[1 + min(st)] else 'mixed' end as status,
           case when count(verdict) = 0 then min(why) end as why,
           jsonb_agg(verdict) filter (where verdict is not null) as cells,
           case when count(*) filter (where st = 0) = 0 then null
                when count(*) = 1 then jsonb_build_array(jsonb_agg(a) filter (where st = 0)->0, jsonb_agg(s) filter (where st = 0)->0,
                                                         jsonb_agg(old) filter (where st = 0)->0, jsonb_agg(new) filter (where st = 0)->0)
                else jsonb_build_object('a', jsonb_agg(a) filter (where st = 0), 's', jsonb_agg(s) filter (where st = 0),
                                        'o', jsonb_agg(old) filter (where st = 0), 'n', jsonb_agg(new) filter (where st = 0)) end as data
      from y group by o, seq, scope, title, hash, rev
  ), linked as materialized (                            -- the chain of the trail: one set after the other, in each scope
    select c.*, entries + row_number() over w as place, lead(o) over w is null as last,
           sync.links(head, sync.entry(p_dev, seq, rev, p_me, at, sheet, 'cells', status, sync.seal(salt, hash, title, result, data))) over w as link
      from (select r.*, sc.id as sheet, sc.entries, sc.head, clock_timestamp() as at, case when sc.id is not null then substr(sha256(v_random || int8send(r.seq)), 1, 16) end as salt,
                   case when why is not null or cells is not null then jsonb_strip_nulls(jsonb_build_object('why', why, 'cells', cells)) end as result
              from res r left join sync.scope sc on sc.id = r.scope and r.rev is not null
            offset 0) c
    window w as (partition by sheet order by o)
  ), headed as (
    update sync.scope sc set rev = l.rev, xid = pg_current_xact_id(), entries = l.place, head = l.link from linked l where l.last and sc.id = l.sheet
  ), noted as (
    insert into sync.journal (device, seq, rev, person, at, scope, kind, status, hash, title, result, data, salt, place, link)
    select p_dev, seq, rev, p_me, at, sheet, 'cells', status, hash, title, result, data, salt, place, link from linked
  )
  select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('seq', seq, 'status', status, 'rev', rev, 'why', why, 'cells', cells)) order by o)
    into v from res;
  return v;
end $$;

-- The short way for what happens all day: one mark typed over what the typist saw. It judges nothing: whatever is not just that (null)
-- goes the way of all cells. What it writes down is the same, to the letter. It reads nothing that cannot be read, so it needs no
-- savepoint, which would cost a number of its own and a multixact at the sheet's lock.
create function push.one_mark(p_set jsonb) returns jsonb
language plpgsql volatile as $$
declare r jsonb := p_set->'rows'->0; v_scope uuid; v_a uuid; v_s uuid; v_new numeric; v_old numeric; w record; v_told text;
begin
  if p_set->>'kind' is distinct from 'cells' or jsonb_typeof(p_set->'rows') is distinct from 'array' or jsonb_array_length(p_set->'rows') <> 1
     or jsonb_typeof(r->'n'->'value') is distinct from 'number' or (r->'n') - 'value'::text <> '{}'
     or pg_input_is_valid(p_set->>'scope', 'uuid') is not true or pg_input_is_valid(r->>'a', 'uuid') is not true
     or pg_input_is_valid(r->>'s', 'uuid') is not true then
    return null;
  end if;
  v_scope := (p_set->>'scope')::uuid; v_a := (r->>'a')::uuid; v_s := (r->>'s')::uuid;
  v_new := (r->'n'->'value')::numeric; v_old := push.points(r->'b'->'value');
  if v_new <> round(v_new, 2) then return null; end if;
  w := identity.admit_mark((p_set->>'seq')::bigint, v_scope, v_a, v_s, v_new);
  if w.rev is null then return null; end if;
  v_told := set_config('ems.push_me', w.me::text, true);
  v_told := set_config('ems.push_scopes', array[v_scope]::text, true);
  if v_old is null then
    insert into ems.scores (assessment_id, student_id, scope_id, value, rev, updated_by, updated_at)
    values (v_a, v_s, v_scope, v_new, w.rev, w.me, clock_timestamp()) on conflict do nothing;
  else
    update ems.scores t set value = v_new, rev = w.rev, updated_by = w.me, updated_at = clock_timestamp()
     where t.assessment_id = v_a and t.student_id = v_s and t.scope_id = v_scope and not t.deleted and t.state is null
       and t.value = v_old and t.value <> v_new;
  end if;
  if not found then return null; end if;
  return push.note(w.device, w.me, p_set, 'applied', w.rev, v_scope, null, jsonb_build_array(v_a, v_s, v_old::numeric(5, 2), v_new));
end $$;

-- A wave; where it cannot be read, its halves, down to the one set that is at fault.
create function push.cells(p_dev int, p_me uuid, p_sets jsonb[]) returns jsonb
language plpgsql volatile as $$
declare n int := cardinality(p_sets); v_state text; v_rule text;
begin
  begin
    return push.cells_once(p_dev, p_me, p_sets);
  exception when others then
    get stacked diagnostics v_state = returned_sqlstate, v_rule = constraint_name;
    if push.is_transient(v_state) then raise; end if;
    if n = 1 then
      return push.note(p_dev, p_me, p_sets[1], 'refused', null, null, jsonb_build_object('why', v_state, 'rule', nullif(v_rule, '')), null);
    end if;
  end;
  return push.cells(p_dev, p_me, p_sets[1:n/2]) || push.cells(p_dev, p_me, p_sets[n/2+1:n]);
end $$;
set role ems_admin;
