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

-- Derived, so made anew at each upgrade.
delete from sync.taken;
insert into sync.taken select * from sync.takes(array(select id from ems.schedules));
set role ems_admin;
