-- A cell's history, for those who may read the whole of its sheet. A pupil sees none.
set role ems_core;

create function identity.cell_changes(p_assessment uuid, p_student uuid)
returns table (at timestamptz, person uuid, device int, title text, old jsonb, new jsonb)
language sql stable set search_path = pg_catalog, pg_temp as $$
  select j.at, j.person, j.device, j.title, j.data->2, j.data->3 from sync.journal j
   where j.scope = (select scope_id from ems.assessments where id = p_assessment) and j.kind = 'cells'
     and jsonb_typeof(j.data) = 'array' and j.data->>0 = p_assessment::text and j.data->>1 = p_student::text
  union all
  select j.at, j.person, j.device, j.title, j.data->'o'->(k.i::int - 1), j.data->'n'->(k.i::int - 1)
    from sync.journal j, rows from (jsonb_array_elements_text(j.data->'a'), jsonb_array_elements_text(j.data->'s')) with ordinality as k(a, s, i)
   where j.scope = (select scope_id from ems.assessments where id = p_assessment) and j.kind = 'cells' and jsonb_typeof(j.data) = 'object'
     and k.a = p_assessment::text and k.s = p_student::text
$$;

-- old and new: the bare mark, or an object of the columns that the person changed.
create function identity.cell_history(p_assessment uuid, p_student uuid)
returns table (at timestamptz, person uuid, who text, device text, title text, old jsonb, new jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare v_scope uuid := (select scope_id from ems.assessments where id = p_assessment);
begin
  if v_scope is null or not (identity.is_office() or v_scope = any (identity.scopes_read())) then return; end if;
  return query select c.at, c.person, u.name, d.label, c.title, c.old, c.new
                 from identity.cell_changes(p_assessment, p_student) c
                 left join ems.users u on u.id = c.person left join identity.device d on d.id = c.device
                order by c.at desc;
end $$;
grant execute on function identity.cell_history(uuid, uuid) to ems_owner;

set role ems_owner;
create function sync.cell_history(p_assessment uuid, p_student uuid)
returns table (at timestamptz, person uuid, who text, device text, title text, old jsonb, new jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select * from identity.cell_history(p_assessment, p_student) $$;
grant execute on function sync.cell_history(uuid, uuid) to ems_user;
set role ems_admin;
