-- Personal data that leaves the school's database is written down first: an export, a print run. For staff, of a scope one may write.
set role ems_writer;

create function sync.note_export(p_title text, p_scope uuid default null) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare w record; v_scope uuid := coalesce(p_scope, '00000000-0000-4000-8000-000000000003'); v_seq bigint; v_told text;
begin
  w := identity.author(null);
  if w.me is null then raise exception 'session ended' using errcode = '28000'; end if;
  if (identity.lock_scopes(w.me, 'kurikulum' = any (w.roles), array[v_scope])).mine = '{}' then raise exception 'not allowed' using errcode = '42501'; end if;
  if current_setting('synchronous_commit') = 'off' then raise exception 'synchronous_commit is off' using errcode = '55000'; end if;
  v_told := set_config('ems.push_me', w.me::text, true);
  v_told := set_config('ems.push_scopes', array[v_scope]::text, true);
  -- The client counts its sets upwards from 1, the server its own notes downwards.
  select least(coalesce(min(seq), 0), 0) - 1 into v_seq from sync.journal where device = w.device;
  perform push.note(w.device, w.me, jsonb_build_object('seq', v_seq, 'kind', 'export', 'title', p_title), 'noted', null, v_scope, null, null);
end $$;
grant execute on function sync.note_export(text, uuid) to ems_user;
set role ems_admin;
