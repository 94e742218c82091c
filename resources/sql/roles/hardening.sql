-- What only a superuser can close, in each school database: large objects fill the disk, pg_notify the queue.
-- On a managed host this stays open; `verify` says so.
do $$
declare f regprocedure;
begin
  if (select rolsuper from pg_roles where rolname = session_user) then
    for f in select oid::regprocedure from pg_proc where pronamespace = 'pg_catalog'::regnamespace
              and proname in ('lo_create', 'lo_creat', 'lo_from_bytea', 'lo_open', 'lowrite', 'lo_put', 'lo_truncate', 'lo_truncate64', 'lo_import',
                              'lo_export', 'pg_notify') loop
      execute format('revoke execute on function %s from public', f);
    end loop;
  end if;
end $$;
