-- Which scopes a person reads and writes. These functions read everything; they answer only about the person who is there.
set role ems_core;

-- The classes and sheets of a teacher: what he teaches, and the whole of the class he is homeroom teacher of. (A subject's scope is its
-- class. OFFSET 0 keeps the planner at index probes: a join reads all scopes of the school, at every statement of every teacher.)
create function identity.taught(p_me uuid) returns table (id uuid) language sql stable as $$
  select x.id from ems.subject_teachers t,
         lateral (select s.id from sync.scope s where s.subject_id = t.subject_id union all select t.scope_id offset 0) x
   where t.teacher_id = p_me and not t.deleted
  union all
  select x.id from ems.classes c, lateral (select s.id from sync.scope s where s.class_id = c.id offset 0) x where c.teacher_id = p_me and not c.deleted
$$;

-- The timetables that are in force: everybody of the school reads of them; drafts and old ones are the office's.
create function identity.published_timetables() returns uuid[]
language sql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as
$$ select array(select id from ems.timetables where state = 'published' and not deleted and identity.me() is not null) $$;

-- Scopes whose every row I may read, but for the banks (identity.banks_read). Not asked for the office, whose policies are `true`.
create function identity.scopes_read() returns uuid[]
language plpgsql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as $$
declare me uuid; r text[];
begin
  select person, roles into me, r from identity.present();
  if 'kurikulum' = any (r) then return array(select id from sync.scope); end if;
  if 'guru' = any (r) then
    -- School and directory come first: they hold the most rows, and the array is searched from its beginning.
    return '{00000000-0000-4000-8000-000000000001,00000000-0000-4000-8000-000000000002,00000000-0000-4000-8000-000000000004}'::uuid[]
           || array(select id from identity.taught(me) union all select id from ems.timetables where state = 'published' and not deleted);
  end if;
  if me is null then return '{}'; end if;
  return '{00000000-0000-4000-8000-000000000001,00000000-0000-4000-8000-000000000004}';
end $$;

-- Those of these scopes that this person may write. (VOLATILE: each statement sees what is true by then.)
create function identity.writable(p_me uuid, p_office boolean, p_scopes uuid[]) returns uuid[]
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v uuid[];
begin
  if p_office then return p_scopes; end if;
  v := array(select s.id from sync.scope s join ems.subject_teachers t on t.subject_id = s.subject_id and t.teacher_id = p_me and not t.deleted
              where s.id = any (p_scopes));
  if cardinality(v) < cardinality(p_scopes) then      -- a push of marks alone does not look up the banks; the material catalogue is everybody's who teaches
    v := v || array(select id from sync.scope where id = '00000000-0000-4000-8000-000000000004' and id = any (p_scopes)
                       and exists (select from ems.user_roles r where r.user_id = p_me and r.role = 'guru' and not r.deleted))
           || array(select s.id from sync.scope s where s.kind = 'bank' and s.id = any (p_scopes) and s.id = any (array(select b.id from identity.banks_taught(p_me) b)));
  end if;
  return v;
end $$;

-- Locks, in the order of their ids, those of these scopes that this person may write (mine), and answers what push must know of them.
-- Shut: sheets whose semester takes no marks from this person, and why: closed for all, for a teacher all but the open one. Rights and
-- semesters are judged after the lock: what was taken away while this waited is not written, and closing a semester waits for no one and
-- misses no one. Classes: whose pupils and subjects it looks up.
-- For ems_writer alone, who passes on what identity.author() said. Index probes for the few scopes of one push.
create function identity.lock_scopes(p_me uuid, p_office boolean, p_scopes uuid[], out mine uuid[], out shut jsonb, out classes uuid[])
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_want uuid[] := identity.writable(p_me, p_office, p_scopes); r text[]; v_office boolean;
begin
  mine := array(select id from sync.scope where id = any (v_want) order by id for no key update);
  select roles into r from identity.present();
  if r is null then raise exception 'session ended' using errcode = '28000'; end if;      -- not refused: it is sent again
  v_office := 'kurikulum' = any (r);
  mine := case when r && '{kurikulum,guru}' then identity.writable(p_me, v_office, mine) else '{}' end;
  select coalesce(jsonb_object_agg(s.id, case m.state when 'closed' then 'semester_closed' else 'semester_not_open' end)
                    filter (where m.state = 'closed' or (m.state <> 'open' and not v_office)), '{}'),
         array_agg(distinct s.class_id) filter (where s.class_id is not null)
    into shut, classes from sync.scope s left join ems.semesters m on m.id = s.semester_id where s.id = any (mine);
end $$;

-- For what happens all day, one mark into one cell: author(), the sheet's lock and the judgement in two statements. Answers the revision
-- that the cell gets; none, where anything is not plain: sent before, not this person's sheet, a semester that takes no marks from him, a
-- subject that not all of the class take, a pupil or an assessment that is not there, a mark above its maximum. Then the way of all cells
-- is gone, which says why. For ems_writer alone, as above.
create function identity.admit_mark(p_seq bigint, p_scope uuid, p_assessment uuid, p_student uuid, p_mark numeric,
                                    out me uuid, out device int, out rev bigint)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_office boolean; v_class uuid; v_subject uuid; v_semester uuid; v_rev bigint;
begin
  with d as (
    update identity.device d set last_seq = p_seq
     where d.login = session_user and d.revoked_at is null and d.valid_until > clock_timestamp() and d.last_seq < p_seq
    returning d.user_id, d.id, exists (select from ems.user_roles r where r.user_id = d.user_id and r.role = 'kurikulum' and not r.deleted) as office
  )
  select d.user_id, d.id, d.office, s.class_id, s.subject_id, s.semester_id, s.rev + (s.xid <> pg_current_xact_id())::int
    into me, device, v_office, v_class, v_subject, v_semester, v_rev
    from d join sync.scope s on s.id = p_scope
   where d.office or exists (select from ems.subject_teachers t where t.subject_id = s.subject_id and t.teacher_id = d.user_id and not t.deleted)
     for no key update of s;
  select v_rev into rev                              -- after the locks, as lock_scopes judges: rights, too, may be gone since the wait began
    from ems.users w, ems.user_roles r, ems.subjects u, ems.semesters m, ems.assessments a, ems.enrolments e
   where w.id = me and w.active and not w.deleted
     and r.user_id = me and r.role = case when v_office then 'kurikulum' else 'guru' end and not r.deleted
     and (v_office or exists (select from ems.subject_teachers t where t.subject_id = v_subject and t.teacher_id = me and not t.deleted))
     and u.id = v_subject and u.religion is null and not u.listed
     and m.id = v_semester and (m.state = 'open' or v_office and m.state <> 'closed')
     and a.id = p_assessment and a.scope_id = p_scope and not a.deleted and p_mark between 0 and a.maximum
     and e.class_id = v_class and e.student_id = p_student and not e.deleted;
end $$;
grant execute on function identity.admit_mark(bigint, uuid, uuid, uuid, numeric) to ems_writer;

-- The scopes I may write now, for the client's screens: of open semesters only. A teacher's banks are left out (sync.my_scopes adds them).
create function identity.scopes_write() returns uuid[]
language plpgsql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as $$
declare me uuid; r text[];
begin
  select person, roles into me, r from identity.present();
  if 'kurikulum' = any (r) then
    return array(select s.id from sync.scope s left join ems.semesters m on m.id = s.semester_id where m.state is distinct from 'closed');
  end if;
  if 'guru' = any (r) then
    return array(select s.id from ems.subject_teachers t,
                        lateral (select x.id, x.semester_id from sync.scope x where x.subject_id = t.subject_id offset 0) s
                   join ems.semesters m on m.id = s.semester_id and m.state = 'open' where t.teacher_id = me and not t.deleted
                 union all select '00000000-0000-4000-8000-000000000004');
  end if;
  return '{}';
end $$;

-- The scope of a class, a sheet or a timetable that is being made: the office makes all, a teacher the sheet of a subject he teaches.
-- Answers why not, or null once the scope is there.
create function identity.open_scope(p_table text, p_id uuid, p_birth jsonb) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_office boolean := identity.is_office(); v_state text;
        v_subject uuid := (p_birth->>'subject_id')::uuid; v_semester uuid := (p_birth->>'semester_id')::uuid;
begin
  if exists (select from sync.scope where id = p_id) then return 'not_allowed'; end if;      -- it is there, and not among those this person may write
  if p_table = 'classes' then
    if not v_office then return 'not_allowed'; end if;
    insert into sync.scope (id, kind, class_id, rev, xid) values (p_id, 'class', p_id, 1, pg_current_xact_id()) on conflict do nothing;
  elsif p_table = 'timetables' then
    if not v_office then return 'not_allowed'; end if;
    select state into v_state from ems.semesters where id = v_semester for share;   -- nobody closes it before this commits
    if v_state = 'closed' then return 'semester_closed'; end if;
    insert into sync.scope (id, kind, semester_id, rev, xid) values (p_id, 'timetable', v_semester, 1, pg_current_xact_id()) on conflict do nothing;
  elsif p_table = 'grade_sheets' then
    if not v_office and not exists (select from ems.subject_teachers where subject_id = v_subject and teacher_id = identity.me() and not deleted) then
      return 'not_allowed';
    end if;
    select state into v_state from ems.semesters where id = v_semester for share;   -- nobody closes it before this commits
    if v_state = 'closed' then return 'semester_closed'; end if;
    if v_state is distinct from 'open' and not v_office then return 'semester_not_open'; end if;
    -- The row itself follows in the same set; its foreign keys see to it that class, subject and semester belong together.
    insert into sync.scope (id, kind, class_id, subject_id, semester_id, rev, xid)
    values (p_id, 'sheet', (p_birth->>'class_id')::uuid, v_subject, v_semester, 1, pg_current_xact_id()) on conflict do nothing;
  else return 'not_allowed';
  end if;
  if not found then raise exception 'another session is making this scope' using errcode = '40001'; end if;   -- the client tries again
  return null;
end $$;

-- The pupil: classes and sheets of one's own, and the teachers one has there.
create function identity.me_student() returns uuid
language plpgsql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as
$$ begin return (select user_id from ems.user_roles where user_id = identity.me() and role = 'siswa' and not deleted); end $$;

create function identity.my_classes() returns uuid[]
language plpgsql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as
$$ begin return array(select class_id from ems.enrolments where student_id = identity.me_student() and not deleted); end $$;

create function identity.my_lessons() returns uuid[]
language plpgsql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as
$$ begin return array(select id from ems.schedules where scope_id = any (identity.published_timetables()) and class_id = any (identity.my_classes())); end $$;

create function identity.my_sheets() returns uuid[]
language plpgsql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as $$
declare me uuid := identity.me_student();
begin
  return array(
    select s.id from ems.enrolments e
      join sync.scope s on s.class_id = e.class_id and s.kind = 'sheet'
      join ems.subjects u on u.id = s.subject_id
      join ems.students p on p.id = me
     where e.student_id = me and not e.deleted and (u.religion is null or u.religion = p.religion)
       and (not u.listed or exists (select from ems.subject_students x where x.subject_id = u.id and x.student_id = me and not x.deleted)));
end $$;

create function identity.my_teachers() returns uuid[]
language plpgsql stable security definer parallel restricted set search_path = pg_catalog, pg_temp as $$
declare v uuid[] := identity.my_classes();
begin
  return array(select t.teacher_id from ems.subject_teachers t where t.scope_id = any (v) and not t.deleted
               union select c.teacher_id from ems.classes c where c.id = any (v) and c.teacher_id is not null);
end $$;

grant execute on function identity.published_timetables(), identity.scopes_read(), identity.scopes_write(), identity.me_student(), identity.my_classes(), identity.my_lessons(), identity.my_sheets(),
  identity.my_teachers() to ems_user, ems_owner;
grant execute on function identity.lock_scopes(uuid, boolean, uuid[]), identity.open_scope(text, uuid, jsonb) to ems_writer;
set role ems_admin;
