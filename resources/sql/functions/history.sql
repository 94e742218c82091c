-- A cell's history and a sheet as of a moment, from the trail: for those who may read the whole of the sheet. A pupil sees none.
set role ems_core;

create function identity.reads_sheet(p_sheet uuid) returns boolean
language plpgsql stable set search_path = pg_catalog, pg_temp as
$$ begin return p_sheet is not null and (identity.is_office() or p_sheet = any (identity.scopes_read())); end $$;

-- Every change of a sheet's marks after a moment, or of one cell of it: through push or by hand (then a login instead of a person).
create function identity.mark_changes(p_sheet uuid, p_after timestamptz, p_assessment text, p_student text,
                                      out at timestamptz, out person uuid, out device int, out login text, out title text,
                                      out a text, out s text, out old jsonb, out new jsonb) returns setof record
language sql stable set search_path = pg_catalog, pg_temp as $$
  select j.at, j.person, j.device, null, j.title, c.a, c.s, c.o, c.n
    from sync.journal j
   cross join lateral (
      select j.data->>0 as a, j.data->>1 as s, j.data->2 as o, j.data->3 as n where jsonb_typeof(j.data) = 'array'
      union all
      select q.a, q.s, q.o, q.n from rows from (jsonb_array_elements_text(j.data->'a'), jsonb_array_elements_text(j.data->'s'),
                                                jsonb_array_elements(j.data->'o'), jsonb_array_elements(j.data->'n')) as q(a, s, o, n)
       where jsonb_typeof(j.data) = 'object') c
   where j.scope = p_sheet and j.kind = 'cells' and j.at > p_after and (p_assessment is null or c.a = p_assessment and c.s = p_student)
  union all
  select h.at, null, null, h.login::text, null, r.n->>'assessment_id', r.n->>'student_id', x.old, x.new
    from sync.audit_other h
   cross join lateral rows from (jsonb_array_elements(h.before), jsonb_array_elements(h.after)) as r(o, n)
   cross join lateral identity.changed_columns(r.o, r.n) x
   where h.tbl = 'scores' and h.at > p_after and p_sheet = any (h.scopes) and r.n->>'scope_id' = p_sheet::text and x.new is not null
     and (p_assessment is null or r.n->>'assessment_id' = p_assessment and r.n->>'student_id' = p_student)
$$;

-- old and new: the bare mark, or an object of the columns that were changed. By hand: nobody, and a login's name for the device.
-- here: on the computer that asks.
create function identity.cell_history(p_assessment uuid, p_student uuid)
returns table (at timestamptz, person uuid, who text, device text, title text, old jsonb, new jsonb, here boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare v_scope uuid := (select scope_id from ems.assessments where id = p_assessment);
begin
  if not identity.reads_sheet(v_scope) then return; end if;
  return query select c.at, c.person, u.name, coalesce(d.label, c.login), c.title, c.old, c.new, coalesce(d.login = session_user, false)
                 from identity.mark_changes(v_scope, '-infinity', p_assessment::text, p_student::text) c
                 left join ems.users u on u.id = c.person left join identity.device d on d.id = c.device
                order by c.at desc;
end $$;

-- The sheet as it was then: today's marks, with what was changed since taken back. Columns and pupils carry today's names. Refused where
-- values that this needs have been erased (EM410).
create function identity.sheet_as_of(p_sheet uuid, p_at timestamptz)
returns table (assessment uuid, title text, kind text, place smallint, student uuid, name text, number smallint,
               value numeric, first_value numeric, state text, note text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set jit = off as $$
begin
  if not identity.reads_sheet(p_sheet) then return; end if;
  if exists (select from sync.journal j where j.scope = p_sheet and j.kind = 'cells' and j.at > p_at and j.sealed is not null)
    or exists (select from sync.audit_other h where h.tbl = 'scores' and h.at > p_at and p_sheet = any (h.scopes) and h.sealed is not null) then
    raise exception 'values of that time have been erased' using errcode = 'EM410';
  end if;
  return query
  with back as (                                         -- for each cell the columns changed since, each as it was before its first change
    select f.a, f.s, jsonb_object_agg(f.key, f.was) as was
      from (select distinct on (c.a, c.s, o.key) c.a, c.s, o.key, o.value as was
              from identity.mark_changes(p_sheet, p_at, null, null) c
             cross join lateral jsonb_each(case when jsonb_typeof(c.old) = 'object' then c.old else jsonb_build_object('value', c.old) end) o
             order by c.a, c.s, o.key, c.at) f
     group by f.a, f.s
  ), mark as (
    select m.assessment_id as a, m.student_id as s,
           jsonb_build_object('value', m.value, 'first_value', m.first_value, 'state', m.state, 'note', m.note, 'deleted', m.deleted)
             || coalesce(b.was, '{}') as v
      from ems.scores m left join back b on b.a = m.assessment_id::text and b.s = m.student_id::text
     where m.scope_id = p_sheet
  ), pupil as (
    select e.student_id as id, e.number from ems.grade_sheets g join ems.subjects u on u.id = g.subject_id
      join ems.enrolments e on e.class_id = g.class_id join ems.students p on p.id = e.student_id
     where g.id = p_sheet and (exists (select from mark where mark.s = e.student_id)
        or not e.deleted and (u.religion is null or u.religion = p.religion)
           and (not u.listed or exists (select from ems.subject_students l where l.subject_id = u.id and l.student_id = p.id and not l.deleted)))
  )
  select t.id, t.title, t.kind, t.position, p.id, n.name, p.number, (k.v->>'value')::numeric, (k.v->>'first_value')::numeric, k.v->>'state', k.v->>'note'
    from ems.assessments t cross join pupil p join ems.users n on n.id = p.id
    left join mark k on k.a = t.id and k.s = p.id and k.v->'deleted' = 'false'
   where t.scope_id = p_sheet and t.created_at <= p_at and (not t.deleted or t.updated_at > p_at)
   order by t.position, t.title, t.id, p.number, n.name, p.id;
end $$;
grant execute on function identity.cell_history(uuid, uuid), identity.sheet_as_of(uuid, timestamptz) to ems_owner;

set role ems_owner;
create function sync.cell_history(p_assessment uuid, p_student uuid)
returns table (at timestamptz, person uuid, who text, device text, title text, old jsonb, new jsonb, here boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select * from identity.cell_history(p_assessment, p_student) $$;

create function sync.sheet_as_of(p_sheet uuid, p_at timestamptz)
returns table (assessment uuid, title text, kind text, place smallint, student uuid, name text, number smallint,
               value numeric, first_value numeric, state text, note text)
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select * from identity.sheet_as_of(p_sheet, p_at) $$;
grant execute on function sync.cell_history(uuid, uuid), sync.sheet_as_of(uuid, timestamptz) to ems_user;
set role ems_admin;
