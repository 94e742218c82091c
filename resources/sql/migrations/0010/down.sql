-- 0010, back.
alter table ems.schedules drop column class_name;
