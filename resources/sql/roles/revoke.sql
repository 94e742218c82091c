-- Takes back every right on the tables, after the migrations and before the grants of the policies' files. Run as ems_admin.
do $$
declare t regclass; v_owner name; v_roles text;
begin
  for t, v_owner in select c.oid, pg_get_userbyid(c.relowner) from pg_class c join pg_namespace n on n.oid = c.relnamespace
                     where n.nspname in ('ems', 'sync', 'identity', 'keeper', 'jobs', 'files') and c.relkind in ('r', 'p') loop
    select string_agg(quote_ident(r), ', ') into v_roles
      from unnest(array['ems_user', 'ems_office', 'ems_teacher', 'ems_student', 'ems_gate', 'ems_google_keys', 'ems_n8n', 'ems_writer', 'ems_retention', 'ems_core', 'ems_keeper', 'ems_owner']) r where r <> v_owner;
    execute format('revoke all on %s from public, %s', t, v_roles);
  end loop;
end $$;
