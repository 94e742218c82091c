-- Takes away every policy, trigger and function of the five schemas. They are defined by the files beside this one and are
-- made anew in the same transaction, so that nothing an older version allowed can linger. Run as ems_admin.
do $$
declare v text;
begin
  for v in select format('drop policy %I on %s', polname, polrelid::regclass) from pg_policy join pg_class c on c.oid = polrelid
            where c.relnamespace = any (array['ems','sync','identity','keeper','push']::regnamespace[]) loop execute v; end loop;
  for v in select format('drop trigger %I on %s', tgname, tgrelid::regclass) from pg_trigger join pg_class c on c.oid = tgrelid
            where not tgisinternal and c.relnamespace = any (array['ems','sync','identity','keeper','push']::regnamespace[]) loop execute v; end loop;
  -- A function may hang on another by its text (SQL standard bodies): cascade stays inside our own schemas.
  for v in select format('drop function if exists %s cascade', oid::regprocedure) from pg_proc
            where pronamespace = any (array['ems','sync','identity','keeper','push']::regnamespace[]) loop execute v; end loop;
end $$;
-- Without policies nobody sees a row, not even the owner: until they are back, FORCE is lifted for the migrations' sake.
do $$
declare v text;
begin
  for v in select format('alter table %s no force row level security', oid::regclass) from pg_class
            where relkind in ('r', 'p') and relforcerowsecurity and relnamespace = any (array['ems','sync','identity','keeper','push']::regnamespace[]) loop execute v; end loop;
end $$;
