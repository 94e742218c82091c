-- Rules that reach across tables and hold for everyone, push included.
set role ems_core;

-- A published grade belongs to the semester of its sheet and to a pupil who takes its subject.
create function identity.t_grade() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from ems.grade_sheets g join ems.semesters m on m.id = g.semester_id where g.id = new.scope_id and m.code = new.semester) then
    raise exception 'not the semester of this sheet' using errcode = '23514', constraint = 'grade_of_the_semester';
  end if;
  if not new.deleted and not exists (
      select from ems.grade_sheets g
        join ems.enrolments e on e.class_id = g.class_id and e.student_id = new.student_id and not e.deleted
        join ems.subjects u on u.id = g.subject_id
        join ems.students p on p.id = new.student_id
       where g.id = new.scope_id and (u.religion is null or u.religion = p.religion)
         and (not u.listed or exists (select from ems.subject_students l where l.subject_id = u.id and l.student_id = p.id and not l.deleted))) then
    raise exception 'not a pupil of this subject' using errcode = '23514', constraint = 'grade_of_a_pupil';
  end if;
  return new;
end $$;

-- Closing or opening a semester moves the revision of its sheets. Taking their locks also makes it wait for marks on their way.
create function identity.t_semester() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare x xid8 := pg_current_xact_id();
begin
  perform from sync.scope where semester_id = new.id order by id for no key update;
  update sync.scope set rev = rev + (xid <> x)::int, xid = x where semester_id = new.id;
  return null;
end $$;

-- The groups of a person's logins follow ems.user_roles.
create function identity.t_roles() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform keeper.put_groups(d.login, identity.roles_of(d.user_id))
     from identity.device d where d.user_id in (select user_id from newr) and d.dropped_at is null;
  return null;
end $$;

-- The school keeps at least one person in the office who can sign in.
create function identity.t_last_office() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from ems.user_roles r join ems.users u on u.id = r.user_id
                  where r.role = 'kurikulum' and not r.deleted and u.active and not u.deleted) then
    raise exception 'the last member of the office' using errcode = '23514', constraint = 'last_office';
  end if;
  return null;
end $$;
grant execute on function identity.t_grade(), identity.t_semester(), identity.t_roles(), identity.t_last_office() to ems_owner;

set role ems_owner;
create trigger grade_fits before insert or update on ems.grades for each row execute function identity.t_grade();
create trigger semester_moves after update of state on ems.semesters for each row
  when (new.state <> old.state) execute function identity.t_semester();
create trigger groups_i after insert on ems.user_roles referencing new table as newr for each statement
  execute function identity.t_roles();
create trigger groups_u after update on ems.user_roles referencing new table as newr for each statement
  execute function identity.t_roles();
create trigger last_office after update of deleted on ems.user_roles for each row
  when (new.deleted and not old.deleted and new.role = 'kurikulum') execute function identity.t_last_office();
create trigger last_office after update of active, deleted on ems.users for each row
  when ((new.deleted and not old.deleted) or (old.active and not new.active)) execute function identity.t_last_office();
set role ems_admin;
