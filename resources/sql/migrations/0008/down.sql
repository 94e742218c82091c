-- 0008, back: the rules in 0004's words.
alter table ems.materials
  drop constraint ck_materials_extra_texts,
  drop constraint ck_materials_reviewed_shape,
  drop constraint ck_materials_clash_shape,
  add constraint ck_materials_extra_texts check (jsonb_typeof(extra) = 'object' and not extra @? '$.* ? (@.type() != "string")'),
  add constraint ck_materials_reviewed_shape check (jsonb_typeof(reviewed) = 'object' and not reviewed @? '$.* ? (@.type() != "object")'),
  add constraint ck_materials_clash_shape check (jsonb_typeof(clash) = 'object' and not clash @? '$.* ? (@.type() != "object")');
alter table ems.sheet_rows
  drop constraint ck_sheet_rows_cells_texts,
  add constraint ck_sheet_rows_cells_texts check (jsonb_typeof(cells) = 'object' and not cells @? '$.* ? (@.type() != "string")');
alter table ems.catalogue
  drop constraint ck_catalogue_columns_shape,
  add constraint ck_catalogue_columns_shape check (jsonb_typeof(columns) = 'array' and not columns @? '$[*] ? (!(exists(@.key) && exists(@.header)))');
