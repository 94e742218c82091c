-- 0007, back: lessons without a time, and those of versions that were not published, have no place in the older table; of the others the time stays.
drop table sync.taken, ems.schedule_teachers;
delete from ems.schedules s where day_of_week is null or deleted
   or not exists (select from ems.timetables t where t.id = s.scope_id and t.state = 'published' and not t.deleted);
alter table ems.schedules
  drop column periods, drop column room_id, drop column joint, drop column parallel, drop column locked,
  drop column scope_id, drop column rev, drop column deleted, drop column updated_by,
  alter column id set default gen_random_uuid(),
  alter column day_of_week set not null,
  alter column start_time set not null,
  alter column end_time set not null,
  drop constraint if exists ck_schedules_placed_or_not;
drop table ems.unavailable, ems.periods, ems.timetables, ems.rooms;
delete from sync.chained where scope in (select id from sync.scope where kind = 'timetable');
delete from sync.scope where kind = 'timetable';
alter table sync.scope drop constraint scope_kind_check;
alter table sync.scope add constraint scope_kind_check check (kind in ('school', 'directory', 'office', 'class', 'sheet', 'catalogue'));
