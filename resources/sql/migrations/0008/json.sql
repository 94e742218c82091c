-- 0008: what JSON of the catalogue holds, said strictly. (0004 said it in jsonpath's lax mode, which looks into an array for what an object
-- should hold.) A row that no program of ours wrote loses what nobody could read. Frozen: later changes are later revisions.
create function ems.texts(j jsonb) returns jsonb language sql as $$
  select case when jsonb_typeof(j) = 'object' then coalesce((select jsonb_object_agg(key, value) from jsonb_each(j) where jsonb_typeof(value) = 'string'), '{}') else '{}' end
$$;
create function ems.clashes(j jsonb) returns jsonb language sql as $$
  select jsonb_object_agg(key, ems.texts(value) || case when jsonb_typeof(value->'earlier') = 'array' then jsonb_build_object('earlier',
           (select coalesce(jsonb_agg(e), '[]') from jsonb_array_elements(value->'earlier') e where jsonb_typeof(e) = 'string')) else '{}' end)
    from jsonb_each(case when jsonb_typeof(j) = 'object' then j else '{}' end) where ems.texts(value) ?& '{base,mine,theirs}'
$$;
update ems.materials set extra = ems.texts(extra) where extra <> ems.texts(extra);
update ems.materials set clash = ems.clashes(clash) where clash is distinct from ems.clashes(clash);
update ems.materials set reviewed = '{}' where reviewed @? 'strict $.* ? (@.type() != "object")' or reviewed @? 'strict $.*.* ? (@.type() != "string")';
update ems.sheet_rows set cells = ems.texts(cells) where cells <> ems.texts(cells);
update ems.catalogue set columns = '[]'
 where columns @? 'strict $[*] ? (@.type() != "object")' or columns @? '$[*] ? (!(@.key.type() == "string" && @.header.type() == "string"))';
drop function ems.clashes(jsonb), ems.texts(jsonb);

alter table ems.materials
  drop constraint ck_materials_extra_texts, drop constraint ck_materials_reviewed_shape, drop constraint ck_materials_clash_shape,
  add constraint ck_materials_extra_texts check (jsonb_typeof(extra) = 'object' and not extra @? 'strict $.* ? (@.type() != "string")'),
  add constraint ck_materials_reviewed_shape check (jsonb_typeof(reviewed) = 'object' and not reviewed @? 'strict $.* ? (@.type() != "object")'
    and not reviewed @? 'strict $.*.* ? (@.type() != "string")'),
  add constraint ck_materials_clash_shape check (jsonb_typeof(clash) = 'object' and not clash @? 'strict $.* ? (@.type() != "object")'
    and not clash @? '$.* ? (!(@.base.type() == "string" && @.mine.type() == "string" && @.theirs.type() == "string"))'
    and not clash @? '$.*.keyvalue() ? (@.key != "earlier" && @.value.type() != "string" && @.value.type() != "null")'
    and not clash @? '$.*.keyvalue() ? (@.key == "earlier" && @.value.type() != "array")'
    and not clash @? 'strict $.*.keyvalue() ? (@.key == "earlier").value[*] ? (@.type() != "string")');
alter table ems.sheet_rows drop constraint ck_sheet_rows_cells_texts,
  add constraint ck_sheet_rows_cells_texts check (jsonb_typeof(cells) = 'object' and not cells @? 'strict $.* ? (@.type() != "string")');
alter table ems.catalogue drop constraint ck_catalogue_columns_shape,
  add constraint ck_catalogue_columns_shape check (jsonb_typeof(columns) = 'array' and not columns @? 'strict $[*] ? (@.type() != "object")'
    and not columns @? '$[*] ? (!(@.key.type() == "string" && @.header.type() == "string"))');
