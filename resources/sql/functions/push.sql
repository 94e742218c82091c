-- sync.push: the one door of every write. SECURITY DEFINER as ems_writer, which is NOT the tables' owner and has no BYPASSRLS:
-- policies speak of session_user, so row-level security still judges every row while clients hold no write grant at all.
--
-- batch  {"sets":[ {"seq":7,"kind":"cells","title":T,"scope":S,"rows":[{"a":assessment,"s":student,"n":{"value":80},"b":{"value":75}}]},
--                  {"seq":8,"kind":"whole","title":T,"changes":[{"t":"assessments","scope":S,"k":{"id":..},"op":"i|u","n":{..},"b":{..}}]} ]}
-- answer [{"seq":7,"status":"applied|already|mixed|conflict|refused|gone|fork","rev":..,"why":..,"rule":..,"cells":[..],"detail":[..]}, ..]
-- The payload's hash is computed here: (device, seq) with another hash is a cloned profile: fork.
set role ems_writer;

-- cells, whole, too_large (over 5,000 rows or 4 MB), unreadable, or unknown_kind.
create function push.kind(p_set jsonb) returns text language sql stable as $$
  select case when pg_column_size(p_set) > 4 * 1024 * 1024
                or coalesce(jsonb_array_length(case when jsonb_typeof(p_set->'rows') = 'array' then p_set->'rows' end) > 5000, false)
                or coalesce(jsonb_array_length(case when jsonb_typeof(p_set->'changes') = 'array' then p_set->'changes' end) > 5000, false)
                then 'too_large'
              when p_set->>'kind' = 'whole' and not sync.readable(p_set) then 'unreadable'
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

-- Locks every scope of the batch ONCE, before any row is read, and tells the policies which of them may be written.
create function push.lock_scopes(p_me uuid, p_office boolean, p_sets jsonb[]) returns void
language plpgsql volatile as $$
declare v_want uuid[]; l record; v_told text;
begin
  if cardinality(p_sets) = 1 and not p_sets[1] ? 'changes' then                   -- a paste: no query
    v_want := case when pg_input_is_valid(p_sets[1]->>'scope', 'uuid') then array[(p_sets[1]->>'scope')::uuid] end;
  else
    v_want := array(select s::uuid from (
        select e->>'scope' s from unnest(p_sets) e union
        select c->>'scope' from unnest(p_sets) e, jsonb_array_elements(case when jsonb_typeof(e->'changes') = 'array' then e->'changes' end) c
        offset 0) q
      where pg_input_is_valid(s, 'uuid'));
  end if;
  l := identity.lock_scopes(p_me, p_office, v_want);
  if l.shut <> '{}' then l.mine := array(select id from unnest(l.mine) id where not l.shut ? id::text); end if;
  v_told := set_config('ems.push_scopes', l.mine::text, true);
  v_told := set_config('ems.push_shut', l.shut::text, true);
  v_told := set_config('ems.push_reads', (l.mine || l.classes || '00000000-0000-4000-8000-000000000002'::uuid)::text, true);   -- the directory
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
declare w record; v_told text; v_office boolean; v_sets jsonb[]; v_out jsonb := '[]'; v_mark jsonb; v_kind text; v_earlier int[];
        n int := coalesce(jsonb_array_length(batch->'sets'), 0); v_seqs int := n; i int := 1; j int;
begin
  if n > 1000 or pg_column_size(batch) > 64 * 1024 * 1024 then raise exception 'batch too long' using errcode = '54000'; end if;
  -- An older snapshot would still see rights that have been taken away since.
  if current_setting('transaction_isolation') <> 'read committed' then raise exception 'push in READ COMMITTED' using errcode = '25000'; end if;
  if n = 1 then
    if current_setting('synchronous_commit') <> 'off' then v_mark := push.one_mark(batch->'sets'->0); end if;
    if v_mark is not null then return v_mark; end if;
    v_sets := array[batch->'sets'->0];
  else
    select array_agg(e order by (e->>'seq')::bigint), count(distinct (e->>'seq')::bigint) into v_sets, v_seqs from jsonb_array_elements(batch->'sets') e;
  end if;
  w := identity.author((v_sets[n]->>'seq')::bigint); v_office := 'kurikulum' = any (w.roles);
  if w.me is null then raise exception 'session ended' using errcode = '28000'; end if;
  if not w.roles && '{kurikulum,guru}' then raise exception 'only staff write' using errcode = '42501'; end if;
  if current_setting('synchronous_commit') = 'off' then raise exception 'synchronous_commit is off' using errcode = '55000'; end if;
  if n = 0 then return v_out; end if;
  if v_sets[1]->>'seq' is null or v_seqs <> n then raise exception 'a seq twice, or none' using errcode = '22023'; end if;
  v_told := set_config('ems.push_me', w.me::text, true);
  if (v_sets[1]->>'seq')::bigint <= w.known then
    select answered, fresh into v_out, v_sets from push.again(w.device, v_sets);
    n := cardinality(v_sets);
    if n = 0 then return v_out; end if;
  end if;
  perform push.lock_scopes(w.me, v_office, v_sets);
  if n > 1 then v_earlier := push.earlier(v_sets); end if;
  while i <= n loop
    j := i; v_kind := push.kind(v_sets[i]);
    if v_kind = 'cells' then
      while j < n and (v_earlier[j + 1] < i or v_earlier[j + 1] = j + 1) and push.kind(v_sets[j + 1]) = 'cells' loop j := j + 1; end loop;
      v_out := v_out || push.cells(w.device, w.me, v_sets[i:j]);
    elsif v_kind = 'whole' then
      v_out := v_out || push.whole(w.device, w.me, v_sets[i]);
      if i < n and v_sets[i] @? '$.changes[*] ? (@.t == "semesters")' then perform push.lock_scopes(w.me, v_office, v_sets); end if;   -- one closed?
    else
      v_out := v_out || push.note(w.device, w.me, v_sets[i], 'refused', null, null, jsonb_build_object('why', v_kind), null);
    end if;
    i := j + 1;
  end loop;
  return v_out;
end $$;
grant execute on function sync.push(jsonb) to ems_user;
set role ems_admin;
