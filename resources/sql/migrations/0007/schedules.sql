-- 0007: lessons belong to a version. Those that are there already come into a published one, "Jadwal", of their class's year: everybody
-- read them until now.
alter table ems.schedules
  alter column id drop default,
  alter column day_of_week drop not null,
  alter column start_time drop not null,
  alter column end_time drop not null,
  add column periods smallint not null default 1,
  add column room_id uuid,
  add column joint uuid,
  add column parallel uuid,
  add column locked boolean not null default false,
  add column scope_id uuid,
  add column rev bigint not null default 0,
  add column deleted boolean not null default false,
  add column updated_by uuid;

do $$
declare v_year smallint; v_semester uuid; v_scope uuid;
begin
  for v_year in select distinct c.year from ems.schedules s join ems.classes c on c.id = s.class_id loop
    select id into v_semester from ems.semesters where left(code, 4) = v_year::text and not deleted
     order by (state = 'open') desc, code limit 1;
    if v_semester is null then
      raise exception 'there are lessons of the year %, and no semester of it. Add the semester in the program, then upgrade again.', v_year;
    end if;
    v_scope := gen_random_uuid();
    insert into sync.scope (id, kind, semester_id) values (v_scope, 'timetable', v_semester);
    insert into ems.timetables (id, scope_id, semester_id, name, state, rev)
    values (v_scope, v_scope, v_semester, 'Jadwal', 'published', 1);
    update ems.schedules s set scope_id = v_scope, rev = 1 from ems.classes c where c.id = s.class_id and c.year = v_year;
    update sync.scope set rev = 1 where id = v_scope;
  end loop;
end $$;

alter table ems.schedules
  alter column scope_id set not null,
  add constraint uq_schedules_scope_id_id unique (scope_id, id),
  add constraint fk_schedules_scope_id foreign key (scope_id) references ems.timetables (id),
  add constraint fk_schedules_room_id foreign key (room_id) references ems.rooms (id),
  add constraint ck_schedules_placed_or_not check ((day_of_week is null) = (start_time is null) and (start_time is null) = (end_time is null)),
  add constraint ck_schedules_periods_range check (periods between 1 and 12);
create index ix_schedules_room_id on ems.schedules (room_id);

create table ems.schedule_teachers (
  schedule_id uuid not null,
  teacher_id uuid not null,
  scope_id uuid not null,
  rev bigint not null default 0,
  deleted boolean not null default false,
  updated_by uuid,
  updated_at timestamptz not null default now(),
  constraint pk_schedule_teachers primary key (schedule_id, teacher_id),
  constraint fk_schedule_teachers_teacher_id foreign key (teacher_id) references ems.users (id),
  constraint fk_schedule_teachers_scope_id_schedule_id foreign key (scope_id, schedule_id) references ems.schedules (scope_id, id)
);
create index ix_schedule_teachers_teacher_id on ems.schedule_teachers (teacher_id);
create index ix_schedule_teachers_scope_id on ems.schedule_teachers (scope_id);

-- Which class, teacher and room each lesson takes, and when; kept by triggers (functions/timetable.sql). Lessons that may share one have
-- the same `apart`. Ids are kept as addresses, which have as many bits: of the types with an = and a <> that a GiST index knows without an
-- extension, that is the one that holds a UUID, and not every PostgreSQL comes with btree_gist.
create table sync.taken (
  lesson_id uuid not null,
  resource text not null,
  scope inet not null,
  resource_id inet not null,
  apart inet not null,
  span int4range not null,      -- minutes of the week
  constraint ck_taken_resource_known check (resource in ('class', 'teacher', 'room')),
  constraint class_in_two_lessons exclude using gist
    (resource_id inet_ops with =, scope inet_ops with =, apart inet_ops with <>, span with &&) where (resource = 'class') deferrable initially immediate,
  constraint teacher_in_two_lessons exclude using gist
    (resource_id inet_ops with =, scope inet_ops with =, apart inet_ops with <>, span with &&) where (resource = 'teacher') deferrable initially immediate,
  constraint room_in_two_lessons exclude using gist
    (resource_id inet_ops with =, scope inet_ops with =, apart inet_ops with <>, span with &&) where (resource = 'room') deferrable initially immediate
);
create index ix_taken_lesson_id on sync.taken (lesson_id);

-- Of the lessons that were there already, those in each other's way go to the tray: they stay, without a time.
with o as (
  select distinct a.id from ems.schedules a join ems.schedules b
    on b.id < a.id and b.class_id = a.class_id and b.day_of_week = a.day_of_week and b.start_time < a.end_time and a.start_time < b.end_time
)
update ems.schedules s set day_of_week = null, start_time = null, end_time = null from o where o.id = s.id;
