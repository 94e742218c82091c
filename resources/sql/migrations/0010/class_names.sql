-- 0010: the name of its class stands on each lesson, for those who read a published week and may read nothing else of that class. Frozen:
-- later changes are later revisions. The revisions move, so that the names reach everybody's file.
alter table ems.schedules add column class_name text not null default '';
update ems.schedules s set class_name = c.name, rev = g.rev + 1
  from ems.classes c, sync.scope g where c.id = s.class_id and g.id = s.scope_id;
update sync.scope set rev = rev + 1 where id in (select scope_id from ems.schedules);
