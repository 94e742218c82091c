-- What only a superuser can close, in each school database. On a managed host this stays open, and `verify` says so.
--   large objects, pg_notify and pg_logical_emit_message fill the disk, the queue, the journal;
--   advisory locks use up the lock table: one statement, and nobody on the whole server gets a lock any more;
--   a sort that spills fills the disk: temp_file_limit is the one limit that a login cannot lift for itself;
--   the server's own databases let everybody in, and nothing of all this holds there.
do $$
declare v text;
begin
  if not (select rolsuper from pg_roles where rolname = session_user) then return; end if;
  for v in select oid::regprocedure from pg_proc where pronamespace = 'pg_catalog'::regnamespace
            and (proname in ('lo_create', 'lo_creat', 'lo_from_bytea', 'lo_open', 'lowrite', 'lo_put', 'lo_truncate', 'lo_truncate64', 'lo_import',
                             'lo_export', 'pg_notify', 'pg_logical_emit_message') or proname ~ '^pg_(try_)?advisory_(xact_)?lock') loop
    execute format('revoke execute on function %s from public', v);
  end loop;
  execute format('alter database %I set temp_file_limit = %L', current_database(), '1GB');
  for v in select datname from pg_database where datname in ('postgres', 'template1') loop
    execute format('revoke connect, temporary on database %I from public', v);
    execute format('grant connect on database %I to ems_admin', v);
  end loop;
end $$;
