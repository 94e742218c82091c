-- Takes away every policy, trigger and function of our schemas. They are defined by the files beside this one and are
-- made anew in the same transaction, so that nothing an older version allowed can linger. Run as ems_admin.
do $$
declare v text; ours constant regnamespace[] := array['ems', 'sync', 'identity', 'keeper', 'push', 'jobs', 'files']::regnamespace[];
begin
  for v in
    select format('drop policy %I on %s', polname, polrelid::regclass) from pg_policy join pg_class c on c.oid = polrelid where c.relnamespace = any (ours)
    union all
    select format('drop trigger %I on %s', tgname, tgrelid::regclass) from pg_trigger join pg_class c on c.oid = tgrelid
     where not tgisinternal and c.relnamespace = any (ours)
    union all
    -- Without policies nobody sees a row, not even the owner: until they are back, FORCE is lifted for the migrations' sake.
    select format('alter table %s no force row level security', oid::regclass) from pg_class where relforcerowsecurity and relnamespace = any (ours)
  loop execute v; end loop;
  -- A function may hang on another by its text (SQL standard bodies): cascade stays inside our own schemas. Named before the first goes.
  foreach v in array array(select format('drop routine if exists %s cascade', oid::regprocedure) from pg_proc where pronamespace = any (ours)) loop
    execute v;
  end loop;
end $$;
