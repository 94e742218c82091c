-- 0006, back, the rows: entries of the trail stay.
alter table ems.materials drop constraint fk_materials_scope_id_file_id;
drop table ems.photos, ems.files;
