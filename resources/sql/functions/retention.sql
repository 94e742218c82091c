-- Erasing values by their age (UU 27/2022): what was changed, from what to what, under which title. Who did something and when stays, the
-- seal takes the values' place, and the chain still verifies. For ems_retention, whom an administrator becomes; no person's login can.
set role ems_retention;

create function sync.erase_values(p_before timestamptz) returns bigint
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare n bigint; m bigint;
begin
  if p_before is null or p_before > now() then raise exception 'a moment in the past wanted' using errcode = '22023'; end if;
  update sync.journal j
     set sealed = case when place is not null or salt is not null then sync.seal_of(j) else '' end, salt = null, hash = '', title = null, result = null, data = null
   where at < p_before and sealed is null;
  get diagnostics n = row_count;
  update sync.audit_other a set sealed = sync.hand_seal(a), salt = null, before = null, after = null where at < p_before and sealed is null;
  get diagnostics m = row_count;
  perform sync.note_hand('journal', 'E', null, null, jsonb_build_object('before', p_before, 'entries', n + m));
  return n + m;
end $$;
set role ems_admin;
