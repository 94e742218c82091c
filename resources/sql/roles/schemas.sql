-- The database and its schemas: nothing for PUBLIC. Run as ems_admin, who owns the database; idempotent.
do $$
declare v_schema text; v_owner text;
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to ems_user, ems_gate, ems_google_keys, ems_n8n', current_database());
  for v_schema, v_owner in values ('ems', 'ems_owner'), ('sync', 'ems_owner'), ('identity', 'ems_core'), ('keeper', 'ems_keeper'),
                                  ('push', 'ems_writer'), ('jobs', 'ems_core'), ('files', 'ems_core') loop
    if to_regnamespace(v_schema) is null then execute format('create schema %I', v_schema); end if;
    -- A new owner must be able to create in the database at the moment it is given the schema.
    execute format('grant create on database %I to %I', current_database(), v_owner);
    execute format('alter schema %I owner to %I', v_schema, v_owner);
    execute format('revoke create on database %I from %I', current_database(), v_owner);
    execute format('alter default privileges for role %I revoke execute on functions from public', v_owner);
  end loop;
  begin
    revoke all on schema public from public;
  exception when insufficient_privilege then null;  -- on a managed host `public` may belong to somebody else: ems_user has no CREATE there from 15 on
  end;
end $$;
grant usage on schema ems, sync, identity to ems_user, ems_writer, ems_core, ems_owner;
grant usage on schema jobs, files to ems_user, ems_owner;
grant usage on schema jobs to ems_n8n;
grant usage on schema sync to ems_retention;
grant usage on schema identity to ems_gate, ems_google_keys;
grant usage on schema keeper to ems_core, ems_owner, ems_user;
grant create on schema sync to ems_writer, ems_retention;      -- for sync.push and sync.erase_values; lockdown takes it back
alter default privileges for role ems_retention revoke execute on functions from public;
