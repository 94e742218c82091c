-- Change sets of kind "cells": scores, each cell judged alone. Internals of sync.push, whose search_path and planner settings
-- are pinned; no client has USAGE on schema push. Everything about a set is computed with windows and GROUP BY, never by joining
-- CTEs: with nested loops forced, that is quadratic.
set role ems_writer;

create function push.hash(p jsonb) returns bytea language sql immutable
  return pg_catalog.substr(pg_catalog.sha256(pg_catalog.convert_to(p::text, 'UTF8')), 1, 16);

create function push.points(p jsonb) returns numeric language sql immutable      -- a mark, or null for what is none
  return case when pg_catalog.jsonb_typeof(p) = 'number' then p::numeric end;

-- One wave in one statement; no cell occurs in two sets of a wave. Raises on data that cannot be read: the caller bisects.
create function push.cells_once(p_dev int, p_me uuid, p_sets jsonb[]) returns jsonb
language plpgsql volatile as $$
declare v jsonb;
begin
  with s as materialized (
    select o, (e->>'seq')::bigint as seq, (e->>'scope')::uuid as scope, e->'rows' as rows, left(e->>'title', 200) as title, push.hash(e) as hash,
           sc.rev, sc.class_id, sc.subject_id, coalesce(u.listed, false) as listed, u.religion
      from unnest(p_sets) with ordinality as t(e, o)
      left join sync.scope sc on sc.id = (e->>'scope')::uuid and sc.kind = 'sheet'
      left join ems.subjects u on u.id = sc.subject_id
  ), x as materialized (
    select s.o, s.seq, s.scope, s.title, s.hash, s.rev, r.i, r.a, r.s, r.n, c.assessment_id is not null and not c.deleted as here,
           h.v as has_v, h.f as has_f, h.s as has_s, h.t as has_t, cur.v as cv, cur.f as cf, cur.s as cs, cur.t as ct, c.updated_by as by, c.updated_at as at,
           case when h.v then push.points(r.n->'value') else cur.v end as nv, case when h.f then push.points(r.n->'first_value') else cur.f end as nf,
           case when h.s then r.n->>'state' else cur.s end as ns, case when h.t then r.n->>'note' else cur.t end as nt,
           push.points(r.b->'value') as bv, push.points(r.b->'first_value') as bf, r.b->>'state' as bs, r.b->>'note' as bt,
           case when s.rev is null then 'not_allowed'
                when r.a is null or r.s is null or jsonb_typeof(r.n) is distinct from 'object' then 'bad_cell'
                when not (h.v or h.f or h.s or h.t) or r.n - '{value,first_value,state,note}'::text[] <> '{}' then 'bad_column'
                when a.id is null or a.scope_id <> s.scope then 'unknown_assessment'
                when a.deleted then 'gone'
                when e.student_id is null or e.deleted then 'not_enrolled'
                when s.listed and not exists (select from ems.subject_students l where l.subject_id = s.subject_id and l.student_id = r.s and not l.deleted)
                  or s.religion is not null and not exists (select from ems.students p where p.id = r.s and p.religion = s.religion) then 'not_in_subject'
                when h.v and push.bad_mark(r.n->'value') or h.f and push.bad_mark(r.n->'first_value') then 'bad_value'
                when h.v and (r.n->'value')::text::numeric > a.maximum then 'above_maximum' end as why
      from s
      left join lateral rows from (jsonb_to_recordset(s.rows) as (a uuid, s uuid, n jsonb, b jsonb)) with ordinality as r(a, s, n, b, i) on true
      left join ems.scores c on c.assessment_id = r.a and c.student_id = r.s
      left join ems.assessments a on a.id = r.a
      left join ems.enrolments e on e.class_id = s.class_id and e.student_id = r.s
  )
  select null into v;
  return v;
end $$;
set role ems_admin;
