-- The trail, read: who did what, when, on which computer. The office reads all of it, teachers what happened in the scopes they read;
-- pupils none. These functions see everything and ask who is there first.
set role ems_core;

-- The scopes whose trail this person reads, narrowed to a class, a semester, one scope, or those a pupil was in; null: all.
create function identity.audit_scopes(p_class uuid, p_semester uuid, p_scope uuid, p_pupil uuid) returns uuid[]
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare v_roles text[] := identity.my_roles(); v_mine uuid[];
begin
  if not v_roles && '{kurikulum,guru}' then return '{}'; end if;
  if not 'kurikulum' = any (v_roles) then v_mine := identity.scopes_read() || identity.banks_read();
  elsif num_nonnulls(p_class, p_semester, p_scope, p_pupil) = 0 then return null;
  end if;
  return array(select s.id from sync.scope s
                where (v_mine is null or s.id = any (v_mine)) and (p_class is null or s.class_id = p_class)
                  and (p_semester is null or s.semester_id = p_semester) and (p_scope is null or s.id = p_scope)
                  and (p_pupil is null or s.class_id is null or s.class_id in (select class_id from ems.enrolments where student_id = p_pupil)));
end $$;

-- What an entry changed, of whichever shape its data has: table, key, columns as they were and as they became.
create function identity.entry_changes(p_kind text, p_data jsonb, out n bigint, out t text, out k jsonb, out old jsonb, out new jsonb) returns setof record
language sql stable set search_path = pg_catalog, pg_temp as $$
  select c.n, 'scores', jsonb_build_object('assessment_id', c.a, 'student_id', c.s),
         case when jsonb_typeof(c.o) = 'object' then c.o else jsonb_build_object('value', c.o) end,
         case when jsonb_typeof(c.v) = 'object' then c.v else jsonb_build_object('value', c.v) end
    from (select 1::bigint as n, p_data->0 as a, p_data->1 as s, p_data->2 as o, p_data->3 as v where jsonb_typeof(p_data) = 'array'
          union all
          select q.n, q.a, q.s, q.o, q.v
            from rows from (jsonb_array_elements(p_data->'a'), jsonb_array_elements(p_data->'s'), jsonb_array_elements(p_data->'o'),
                            jsonb_array_elements(p_data->'n')) with ordinality as q(a, s, o, v, n) where jsonb_typeof(p_data) = 'object') c
   where p_kind = 'cells'
  union all
  select e.n, e.c->>'t', e.c->'k', nullif(e.c->'o', 'null'), e.c->'n'
    from jsonb_array_elements(case when p_kind = 'whole' and jsonb_typeof(p_data) = 'array' then p_data end) with ordinality as e(c, n)
$$;

-- Of a row that was written by hand: the columns that are other than before (before it was there: than empty).
create function identity.changed_columns(p_before jsonb, p_after jsonb, out old jsonb, out new jsonb) returns record
language sql stable set search_path = pg_catalog, pg_temp as $$
  select jsonb_object_agg(key, coalesce(p_before->key, 'null')), jsonb_object_agg(key, value) from jsonb_each(p_after)
   where value <> coalesce(p_before->key, 'null')
     and key not in ('id', 'scope_id', 'assessment_id', 'student_id', 'rev', 'created_at', 'updated_at', 'updated_by')
$$;

-- One page of entries, newest first. p_person: who did it; of a pupil: whom it concerns. The cursor is the last entry's (at, id).
create function identity.audit_page(p_person uuid, p_scopes uuid[], p_from timestamptz, p_until timestamptz, p_text text, p_limit int,
                                    p_before timestamptz, p_before_id text,
                                    out id text, out at timestamptz, out device int, out seq bigint, out hand bigint) returns setof record
language plpgsql stable set search_path = pg_catalog, pg_temp set plan_cache_mode = force_custom_plan set jit = off as $$
declare v_text text := nullif(lower(btrim(p_text)), ''); v_office boolean := identity.is_office(); v_authors uuid[]; v_devices int[]; v_pupil text;
begin
  if exists (select from ems.students where students.id = p_person) then v_pupil := p_person::text; end if;
  if v_text is not null then v_authors := array(select u.id from ems.users u where strpos(lower(u.name), v_text) > 0); end if;
  if p_person is not null and v_pupil is null then v_devices := array(select d.id from identity.device d where d.user_id = p_person); end if;
  return query
  with entry as (
    (select j.device || '.' || j.seq as id, j.at, j.device, j.seq, null::bigint as hand
       from sync.journal j
      where (p_scopes is null or j.scope = any (p_scopes)) and (v_devices is null or j.device = any (v_devices))
        and (p_from is null or j.at >= p_from) and (p_until is null or j.at < p_until)
        and (p_before is null or j.at <= p_before and (j.at < p_before or j.device || '.' || j.seq < p_before_id collate "C"))
        and (v_text is null or strpos(lower(j.title), v_text) > 0 or j.person = any (v_authors))
        and (v_pupil is null or strpos(j.data::text, v_pupil) > 0)
      order by j.at desc, (j.device || '.' || j.seq) collate "C" desc limit p_limit)
    union all
    (select j.device || '.' || j.seq, j.at, j.device, j.seq, null
       from sync.journal j
      where p_scopes is not null and v_office and j.scope is null
        and exists (select from sync.chained c where c.device = j.device and c.seq = j.seq and c.scope = any (p_scopes))
        and (v_devices is null or j.device = any (v_devices)) and (p_from is null or j.at >= p_from) and (p_until is null or j.at < p_until)
        and (p_before is null or j.at <= p_before and (j.at < p_before or j.device || '.' || j.seq < p_before_id collate "C"))
        and (v_text is null or strpos(lower(j.title), v_text) > 0 or j.person = any (v_authors))
        and (v_pupil is null or strpos(j.data::text, v_pupil) > 0)
      order by j.at desc, (j.device || '.' || j.seq) collate "C" desc limit p_limit)
    union all
    (select 'hand.' || a.id, a.at, null, null, a.id
       from sync.audit_other a
      where v_office and v_devices is null and (p_scopes is null or a.scopes && p_scopes) and (p_from is null or a.at >= p_from) and (p_until is null or a.at < p_until)
        and (p_before is null or a.at <= p_before and (a.at < p_before or 'hand.' || a.id < p_before_id collate "C"))
        and (v_text is null or strpos(lower(a.login), v_text) > 0)
        and (v_pupil is null or strpos(a.before::text, v_pupil) > 0 or strpos(a.after::text, v_pupil) > 0)
      order by a.at desc, ('hand.' || a.id) collate "C" desc limit p_limit)
  )
  select e.* from entry e order by e.at desc, e.id collate "C" desc limit p_limit;
end $$;

-- kind: cells, whole, export; hand (an administrator's own SQL, an installer's) with table and operation. old and new of the one cell,
-- where it was one. changes: cells or rows that were changed. erased: its values are gone by rule.
create function identity.audit(p_person uuid, p_class uuid, p_semester uuid, p_scope uuid, p_from timestamptz, p_until timestamptz, p_text text,
                               p_limit int, p_before timestamptz, p_before_id text)
returns table (id text, at timestamptz, person uuid, who text, device text, kind text, status text, title text, tbl text, op text, scope uuid, scopes int,
               class text, subject text, semester text, changes int, pupil text, assessment text, old jsonb, new jsonb, erased boolean)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set jit = off as $$
declare v_scopes uuid[] := identity.audit_scopes(p_class, p_semester, p_scope,
                             (select s.id from ems.students s where s.id = p_person));
begin
  if v_scopes = '{}' then return; end if;
  return query
  select p.id, p.at, u.id, u.name, coalesce(d.label, a.login::text), case when p.hand is not null then 'hand' else j.kind end, j.status, j.title,
         a.tbl::text, a.op, s.id, coalesce(cardinality(a.scopes), nullif((select count(*)::int from jsonb_object_keys(j.result->'revs')), 0), 1),
         c.name, b.name, m.code::text,
         coalesce(jsonb_array_length(case when jsonb_typeof(a.after) = 'array' then a.after end),
                  case when j.data is null then 0 when j.kind = 'whole' then jsonb_array_length(j.data)
                       when jsonb_typeof(j.data) = 'array' then 1 else jsonb_array_length(j.data->'a') end, 0),
         k.name, t.title, one.cell->2, one.cell->3,
         coalesce(j.sealed, a.sealed) is not null
    from identity.audit_page(p_person, v_scopes, p_from, p_until, p_text, least(greatest(p_limit, 1), 1000), p_before, p_before_id) p
    left join sync.journal j on j.device = p.device and j.seq = p.seq
    left join sync.audit_other a on a.id = p.hand
    left join identity.device d on d.id = coalesce(p.device, (select x.id from identity.device x where x.login = a.login))
    left join ems.users u on u.id = coalesce(j.person, d.user_id)
    left join sync.scope s on s.id = coalesce(j.scope, case when cardinality(a.scopes) = 1 then a.scopes[1] end)
    left join ems.classes c on c.id = s.class_id
    left join ems.subjects b on b.id = s.subject_id
    left join ems.semesters m on m.id = s.semester_id
    cross join lateral (select case when j.kind = 'cells' and jsonb_typeof(j.data) = 'array' then j.data end as cell) one
    left join ems.assessments t on t.id = (one.cell->>0)::uuid
    left join ems.users k on k.id = (one.cell->>1)::uuid
   order by p.at desc, p.id collate "C" desc;
end $$;

-- Whom and what a changed row is about, in names.
create function identity.row_names(p_tbl text, p_row jsonb, out who text, out what text)
language sql stable set search_path = pg_catalog, pg_temp as $$
  select (select u.name from ems.users u where u.id = coalesce(p_row->>'student_id', p_row->>'user_id', p_row->>'teacher_id',
            case when p_tbl in ('users', 'students', 'student_private') then p_row->>'id' end)::uuid),
         coalesce((select a.title from ems.assessments a where a.id = case when p_tbl = 'assessments' then p_row->>'id' else p_row->>'assessment_id' end::uuid),
                  (select b.name from ems.subjects b where b.id = case when p_tbl = 'subjects' then p_row->>'id' else p_row->>'subject_id' end::uuid),
                  (select c.name from ems.classes c where c.id = case when p_tbl = 'classes' then p_row->>'id' else p_row->>'class_id' end::uuid),
                  (select m.code::text from ems.semesters m where p_tbl = 'semesters' and m.id = (p_row->>'id')::uuid),
                  (select k.name from ems.assessment_kinds k where p_tbl = 'assessment_kinds' and k.id = (p_row->>'id')::uuid))
$$;

-- What entries changed, a line a cell or row: columns as they were and as they became. Entries this person may not read change nothing.
create function identity.audit_changes(p_ids text[])
returns table (id text, n bigint, tbl text, who text, what text, old jsonb, new jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set jit = off as $$
declare v_office boolean := identity.is_office(); v_scopes uuid[] := case when 'guru' = any (identity.my_roles()) then identity.scopes_read() || identity.banks_read() else '{}' end;
begin
  return query
  with wanted as (
    select i.id, case when i.id ~ '^[0-9]{1,9}\.-?[0-9]{1,18}$' then string_to_array(i.id, '.')::bigint[] end as entry,
           case when i.id ~ '^hand\.[0-9]{1,18}$' then substr(i.id, 6)::bigint end as hand
      from (select distinct unnest(p_ids) limit 1000) i(id)
    offset 0
  ), changed as (
    select w.id, c.n, c.t, c.k || coalesce(c.new, '{}') as row, c.old, c.new
      from wanted w join sync.journal j on j.device = w.entry[1] and j.seq = w.entry[2]
     cross join lateral identity.entry_changes(j.kind, j.data) c
     where v_office or j.scope = any (v_scopes)
    union all
    select w.id, r.n, a.tbl::text, r.after, x.old, x.new
      from wanted w join sync.audit_other a on a.id = w.hand
     cross join lateral rows from (jsonb_array_elements(case when jsonb_typeof(a.before) = 'array' then a.before end),
                                   jsonb_array_elements(case when jsonb_typeof(a.after) = 'array' then a.after end)) with ordinality as r(before, after, n)
     cross join lateral identity.changed_columns(r.before, r.after) x
     where v_office and x.new is not null and r.n <= 5000
  )
  select c.id, c.n, c.t, q.who, q.what, c.old, c.new from changed c cross join lateral identity.row_names(c.t, c.row) q order by c.id, c.n;
end $$;

grant execute on function identity.audit(uuid, uuid, uuid, uuid, timestamptz, timestamptz, text, int, timestamptz, text), identity.audit_changes(text[]) to ems_owner;

set role ems_owner;
create function sync.audit(p_person uuid default null, p_class uuid default null, p_semester uuid default null, p_scope uuid default null,
                           p_from timestamptz default null, p_until timestamptz default null, p_text text default null,
                           p_limit int default 100, p_before timestamptz default null, p_before_id text default null)
returns table (id text, at timestamptz, person uuid, who text, device text, kind text, status text, title text, tbl text, op text, scope uuid, scopes int,
               class text, subject text, semester text, changes int, pupil text, assessment text, old jsonb, new jsonb, erased boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select * from identity.audit(p_person, p_class, p_semester, p_scope, p_from, p_until, p_text, p_limit, p_before, p_before_id) $$;

create function sync.audit_changes(p_ids text[])
returns table (id text, n bigint, tbl text, who text, what text, old jsonb, new jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select * from identity.audit_changes(p_ids) $$;
grant execute on function sync.audit(uuid, uuid, uuid, uuid, timestamptz, timestamptz, text, int, timestamptz, text), sync.audit_changes(text[]) to ems_user;
set role ems_admin;
