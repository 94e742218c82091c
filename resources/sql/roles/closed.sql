-- A database at an older revision: today's functions and policies do not fit its tables, so nobody reads or writes there until the
-- program of that revision, or an upgrade, opens it again. Run as ems_admin, after roles/revoke.
do $$
declare t regclass;
begin
  for t in select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname in ('ems', 'sync', 'identity', 'keeper', 'jobs', 'files') and c.relkind in ('r', 'p') loop
    execute format('alter table %s enable row level security, force row level security', t);
  end loop;
end $$;
