-- The timetable, for a pupil: of the published ones the bell schedule, and the lessons of his own classes with their teachers. Teachers read
-- published ones whole (identity.scopes_read). Why somebody cannot teach at a time is no pupil's business.
set role ems_owner;
create policy pupil on ems.rooms for select to ems_student using (true);
create policy pupil on ems.timetables for select to ems_student using (id = any ((select identity.published_timetables())::uuid[]));
create policy pupil on ems.periods for select to ems_student using (scope_id = any ((select identity.published_timetables())::uuid[]));
create policy pupil on ems.schedules for select to ems_student using (id = any ((select identity.my_lessons())::uuid[]));
create policy pupil on ems.schedule_teachers for select to ems_student using (schedule_id = any ((select identity.my_lessons())::uuid[]));
set role ems_admin;
