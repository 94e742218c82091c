-- What each lesson takes, and when, derived from its row and its teachers' for the exclusion constraints of sync.taken. Push makes them
-- wait for the end of a set, so that two lessons may change places.
set role ems_owner;

create function sync.address(p uuid) returns inet language sql immutable set search_path = pg_catalog, pg_temp as
$$ select regexp_replace(replace(p::text, '-', ''), '(.{4})(?=.)', '\1:', 'g')::inet $$;

create function sync.minute(p_day smallint, p_time time) returns int language sql immutable set search_path = pg_catalog, pg_temp as
$$ select p_day * 1440 + (extract(epoch from p_time) / 60)::int $$;

create function sync.takes(p_lessons uuid[]) returns setof sync.taken language sql stable set search_path = pg_catalog, pg_temp as $$
  select s.id, r.resource, sync.address(s.scope_id), sync.address(r.id),
         sync.address(coalesce(case r.resource when 'class' then s.parallel else s.joint end, s.id)),
         int4range(sync.minute(s.day_of_week, s.start_time), sync.minute(s.day_of_week, s.end_time))
    from ems.schedules s,
         lateral (values ('class', s.class_id), ('room', s.room_id)
                  union all select 'teacher', t.teacher_id from ems.schedule_teachers t where t.schedule_id = s.id and not t.deleted) r(resource, id)
   where s.id = any (p_lessons) and not s.deleted and s.day_of_week is not null and r.id is not null
$$;

create function sync.t_takes() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare v_lessons uuid[];
begin
  if tg_table_name = 'schedules' then v_lessons := array(select id from newr);
  else v_lessons := array(select distinct schedule_id from newr);
  end if;
  delete from sync.taken where lesson_id = any (v_lessons);
  insert into sync.taken select * from sync.takes(v_lessons);
  return null;
end $$;

create trigger takes_i after insert on ems.schedules referencing new table as newr for each statement execute function sync.t_takes();
create trigger takes_u after update on ems.schedules referencing new table as newr for each statement execute function sync.t_takes();
create trigger takes_i after insert on ems.schedule_teachers referencing new table as newr for each statement execute function sync.t_takes();
create trigger takes_u after update on ems.schedule_teachers referencing new table as newr for each statement execute function sync.t_takes();

-- The name of its class stands on each lesson: who reads a published week reads nothing else of the classes he has nothing to do with.
-- What was put away keeps the name of its day.
create function sync.t_class_name() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  new.class_name := coalesce((select name from ems.classes where id = new.class_id), '');
  return new;
end $$;
create trigger class_name before insert or update of class_id, class_name on ems.schedules for each row execute function sync.t_class_name();

create function sync.t_class_renamed() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update ems.schedules set class_name = new.name
   where class_id = new.id and not deleted and scope_id in (select id from ems.timetables where state <> 'archived' and not deleted);
  return null;
end $$;
create trigger renames after update of name on ems.classes for each row when (old.name <> new.name) execute function sync.t_class_renamed();

-- A pupil's file holds the lessons of his classes, and is filled anew when the timetable's revision moves: who comes into a class moves it.
set role ems_core;
create function identity.t_enrolment() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare x xid8 := pg_current_xact_id();
begin
  update sync.scope set rev = rev + 1, xid = x
   where id in (select id from ems.timetables where state = 'published' and not deleted) and xid <> x;
  return null;
end $$;
grant execute on function identity.t_enrolment() to ems_owner;
set role ems_owner;
create trigger timetable_moves_i after insert on ems.enrolments for each statement execute function identity.t_enrolment();
create trigger timetable_moves_u after update of deleted on ems.enrolments for each statement execute function identity.t_enrolment();

-- Derived, so made anew at each upgrade.
delete from sync.taken;
insert into sync.taken select * from sync.takes(array(select id from ems.schedules));
set role ems_admin;
