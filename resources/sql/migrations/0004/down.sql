-- 0004, back: the catalogue goes; its entries of the trail stay.
drop table ems.sheet_rows, ems.materials, ems.catalogue;
delete from sync.chained where scope = '00000000-0000-4000-8000-000000000004';
delete from sync.scope where id = '00000000-0000-4000-8000-000000000004';
alter table sync.scope drop constraint scope_kind_check;
alter table sync.scope add constraint scope_kind_check check (kind in ('school', 'directory', 'office', 'class', 'sheet'));
