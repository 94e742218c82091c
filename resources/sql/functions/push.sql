-- sync.push: the one door of every write. SECURITY DEFINER as ems_writer, which is NOT the tables' owner and has no BYPASSRLS:
-- policies speak of session_user, so row-level security still judges every row while clients hold no write grant at all.
--
-- batch  {"sets":[ {"seq":7,"kind":"cells","title":T,"scope":S,"rows":[{"a":assessment,"s":student,"n":{"value":80},"b":{"value":75}}]},
--                  {"seq":8,"kind":"whole","title":T,"changes":[{"t":"assessments","scope":S,"k":{"id":..},"op":"i|u","n":{..},"b":{..}}]} ]}
-- answer [{"seq":7,"status":"applied|already|mixed|conflict|refused|gone|fork","rev":..,"why":..,"rule":..,"cells":[..],"detail":[..]}, ..]
-- The payload's hash is computed here: (device, seq) with another hash is a cloned profile: fork.
set role ems_writer;

-- cells, whole, too_large (over 5,000 rows or 4 MB), or unknown_kind.
create function push.kind(p_set jsonb) returns text language sql stable as $$
  select case when pg_column_size(p_set) > 4 * 1024 * 1024
                or coalesce(jsonb_array_length(case when jsonb_typeof(p_set->'rows') = 'array' then p_set->'rows' end) > 5000, false)
                or coalesce(jsonb_array_length(case when jsonb_typeof(p_set->'changes') = 'array' then p_set->'changes' end) > 5000, false)
                then 'too_large'
              when p_set->>'kind' in ('cells', 'whole') then p_set->>'kind' else 'unknown_kind' end
$$;

-- For each set the nearest earlier one that touches one of its cells; 0: none. A wave may hold a cell once: the second edit of a
-- cell starts the next wave, so that its base is judged against the first.
create function push.earlier(p_sets jsonb[]) returns int[]
language sql stable as $$
  select array_agg(coalesce(before, 0) order by o) from (
    select o, max(before) as before from (
      select o, lag(o) over (partition by (c->>'a') collate "C", (c->>'s') collate "C" order by o) as before
        from unnest(p_sets) with ordinality as u(e, o)
        left join lateral jsonb_array_elements(case when e->>'kind' = 'cells' and jsonb_typeof(e->'rows') = 'array' then e->'rows' end) c on true
    ) q
    group by o) z
$$;

-- Locks and bumps every scope of the batch ONCE, in id order, before any row is read. What the person may write is looked up
-- before the lock; whether the semester is open after it, so that closing one waits for no one and misses no one.
create function push.lock_scopes(p_me uuid, p_office boolean, p_sets jsonb[]) returns void
language plpgsql volatile as $$
declare v_want uuid[]; v_ok uuid[]; v_shut jsonb; v_class uuid[]; v_told text; x xid8 := pg_current_xact_id();
begin
  v_want := array(select s::uuid from (
      select e->>'scope' s from unnest(p_sets) e union
      select c->>'scope' from unnest(p_sets) e, jsonb_array_elements(case when jsonb_typeof(e->'changes') = 'array' then e->'changes' end) c
      offset 0) q
    where pg_input_is_valid(s, 'uuid'));
  v_ok := identity.may_write(p_me, p_office, v_want);
  v_told := set_config('ems.push_scopes', v_ok::text, true);                      -- to see the rows it locks
  if cardinality(v_ok) > 1 then perform from sync.scope where id = any (v_ok) order by id for no key update; end if;
  with u as (update sync.scope set rev = rev + (xid <> x)::int, xid = x where id = any (v_ok) returning class_id)
  select array_agg(distinct class_id) filter (where class_id is not null) into v_class from u;
  v_shut := identity.shut(p_office, v_ok);
  if v_shut <> '{}' then
    v_ok := array(select id from unnest(v_ok) id where not v_shut ? id::text);
    v_told := set_config('ems.push_scopes', v_ok::text, true);
  end if;
  v_told := set_config('ems.push_shut', v_shut::text, true);
  v_told := set_config('ems.push_reads', (v_ok || v_class || '00000000-0000-4000-8000-000000000002'::uuid)::text, true);      -- the directory
end $$;

-- What was answered before is answered again; what is left is new. (No hash: its values have been erased by rule.)
create function push.again(p_dev int, p_sets jsonb[], out answered jsonb, out fresh jsonb[])
language sql stable as $$
  select coalesce(jsonb_agg(case when l.hash not in (push.hash(e), '') then jsonb_build_object('seq', l.seq, 'again', true, 'status', 'fork')
                                 else jsonb_strip_nulls(jsonb_build_object('seq', l.seq, 'again', true, 'status', l.status, 'rev', l.rev))
                                      || coalesce(l.result, '{}') end order by o) filter (where l.seq is not null), '[]'),
         coalesce(array_agg(e order by o) filter (where l.seq is null), '{}')
    from unnest(p_sets) with ordinality as t(e, o) left join sync.journal l on l.device = p_dev and l.seq = (e->>'seq')::bigint
$$;

create function sync.push(batch jsonb) returns jsonb
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off set jit = off as $$
declare w record; d record; v_told text; v_office boolean; v_sets jsonb[]; v_kinds text[]; v_earlier int[]; v_out jsonb := '[]';
        i int := 1; j int; n int;
begin
  w := identity.author(); v_office := 'kurikulum' = any (w.roles);
  if w.me is null then raise exception 'session ended' using errcode = '28000'; end if;
  if not w.roles && '{kurikulum,guru}' then raise exception 'only staff write' using errcode = '42501'; end if;
  if current_setting('synchronous_commit') = 'off' then raise exception 'synchronous_commit is off' using errcode = '55000'; end if;
  -- An older snapshot would still see rights that have been taken away since.
  if current_setting('transaction_isolation') <> 'read committed' then raise exception 'push in READ COMMITTED' using errcode = '25000'; end if;
  if pg_column_size(batch) > 64 * 1024 * 1024 then raise exception 'batch too long' using errcode = '54000'; end if;
  select array_agg(e order by (e->>'seq')::bigint), count(*), array_agg(push.kind(e) order by (e->>'seq')::bigint)
    into v_sets, n, v_kinds from jsonb_array_elements(batch->'sets') e;
  if n = 0 then return v_out; end if;
  if n > 1000 then raise exception 'batch too long' using errcode = '54000'; end if;
  if v_sets[1]->>'seq' is null or n > 1 and (select count(distinct (e->>'seq')::bigint) from unnest(v_sets) e) <> n then
    raise exception 'a seq twice, or none' using errcode = '22023';
  end if;
  v_told := set_config('ems.push_me', w.me::text, true);
  -- The device's row serialises one device with itself: no seq is ever in flight twice.
  update identity.device t set last_seq = greatest(t.last_seq, (v_sets[n]->>'seq')::bigint)
    from (select id, last_seq from identity.device where login = session_user for no key update) o where t.id = o.id returning o.id, o.last_seq into d;
  if (v_sets[1]->>'seq')::bigint <= d.last_seq then
    select answered, fresh into v_out, v_sets from push.again(d.id, v_sets);
    n := cardinality(v_sets);
    if n = 0 then return v_out; end if;
    v_kinds := array(select push.kind(e) from unnest(v_sets) with ordinality u(e, o) order by o);
  end if;
  perform push.lock_scopes(w.me, v_office, v_sets);
  if n > 1 then v_earlier := push.earlier(v_sets); end if;
  while i <= n loop
    j := i;
    if v_kinds[i] = 'cells' then
      while j < n and v_kinds[j + 1] = 'cells' and (v_earlier[j + 1] < i or v_earlier[j + 1] = j + 1) loop j := j + 1; end loop;
      v_out := v_out || push.cells(d.id, w.me, v_sets[i:j]);
    elsif v_kinds[i] = 'whole' then
      v_out := v_out || push.whole(d.id, w.me, v_sets[i]);
      if i < n and v_sets[i] @? '$.changes[*] ? (@.t == "semesters")' then perform push.lock_scopes(w.me, v_office, v_sets); end if;   -- one closed?
    else
      v_out := v_out || push.note(d.id, w.me, v_sets[i], 'refused', null, null, jsonb_build_object('why', v_kinds[i]), null);
    end if;
    i := j + 1;
  end loop;
  return v_out;
end $$;
grant execute on function sync.push(jsonb) to ems_user;
set role ems_admin;
