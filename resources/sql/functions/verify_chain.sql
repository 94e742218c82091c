-- Reads the chain anew and names the first entry of each scope that does not fit. All in one pass: a link is judged against the one
-- that lies before it, so nothing runs from entry to entry.
--
-- why   removed  an entry before this one is missing            changed  this entry is not as it was written, or does not belong here
--       cut      the last entries are missing                   head     the head is not the last entry's link
-- What it cannot see: a superuser who writes a whole chain and its head anew. The head that was printed on a leger can.
set role ems_owner;

-- An erased entry keeps its seal; one that has values AND a kept seal was tampered with, and has none.
create function sync.seal_of(j sync.journal) returns bytea language sql stable
  return case when (j).sealed is null then sync.seal((j).salt, (j).hash, (j).title, (j).result, (j).data)
              when pg_catalog.num_nonnulls((j).salt, (j).title, (j).result, (j).data) = 0 and (j).hash = '' then (j).sealed end;

create function sync.hand_seal(a sync.audit_other) returns bytea language sql stable
  return case when (a).sealed is null then sync.seal((a).salt, '', null, (a).before, (a).after)
              when pg_catalog.num_nonnulls((a).salt, (a).before, (a).after) = 0 then (a).sealed end;

-- Every entry in every chain it stands in; the chain of what came by hand has no scope.
create function sync.chain_entries(p_scope uuid, out scope uuid, out place bigint, out id text, out link bytea, out entry bytea) returns setof record
language sql stable set search_path = pg_catalog, pg_temp as $$
  select j.scope, j.place, j.device || '.' || j.seq, j.link,
         sync.entry(j.device, j.seq, j.rev, j.person, j.at, j.scope, j.kind, j.status, sync.seal_of(j))
    from sync.journal j where j.place is not null and (p_scope is null or j.scope = p_scope)
  union all
  select c.scope, c.place, c.device || '.' || c.seq, c.link,
         sync.entry(j.device, j.seq, j.rev, j.person, j.at, c.scope, j.kind, j.status, sync.seal_of(j))
    from sync.chained c left join sync.journal j on j.device = c.device and j.seq = c.seq where p_scope is null or c.scope = p_scope
  union all
  select null, a.place, 'hand.' || a.id, a.link, sync.hand_entry(a.at, a.login, a.as_role, a.tbl, a.op, a.scopes, sync.hand_seal(a))
    from sync.audit_other a where p_scope is null
$$;

-- One line a chain: how many entries, and the first that is wrong, if any. For the office and the installer.
create function sync.verify_chain(p_scope uuid default null)
returns table (scope uuid, entries bigint, place bigint, entry text, why text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set jit = off set work_mem = '64MB' as $$
begin
  if not identity.is_office() and not pg_has_role(session_user, 'ems_admin', 'member') then
    raise exception 'office only' using errcode = '42501';
  end if;
  return query
  with judged as (
    select e.scope as s, e.place as p, e.id, e.link, lead(e.place) over w is null as last,
           case when e.place <> coalesce(lag(e.place) over w, 0) + 1 then 'removed'
                when e.link is distinct from sync.link(coalesce(lag(e.link) over w, ''), e.entry) then 'changed' end as wrong
      from sync.chain_entries(p_scope) e window w as (partition by e.scope order by e.place)
  ), summed as (
    select s, count(*) as n, max(p) as place, (array_agg(link) filter (where last))[1] as head from judged group by s
  ), heads as (
    select c.id as s, c.entries as n, c.head from sync.scope c where p_scope is null or c.id = p_scope
    union all select null, h.entries, h.head from sync.hand h where p_scope is null
  ), first as (
    select distinct on (s) s, p, id, wrong from judged where wrong is not null order by s, p
  )
  select coalesce(h.s, m.s), coalesce(m.n, 0), coalesce(f.p, case when h.n > coalesce(m.place, 0) then coalesce(m.place, 0) + 1 end), f.id,
         coalesce(f.wrong, case when h.n > coalesce(m.place, 0) then 'cut'
                                when h.n is distinct from coalesce(m.place, 0) or h.head <> coalesce(m.head, '') then 'head' end)
    from heads h full join summed m on coalesce(m.s, '00000000-0000-0000-0000-000000000000') = coalesce(h.s, '00000000-0000-0000-0000-000000000000')
    left join first f on f.s is not distinct from coalesce(h.s, m.s);
end $$;
grant execute on function sync.verify_chain(uuid) to ems_user;
grant execute on function sync.seal_of(sync.journal), sync.hand_seal(sync.audit_other) to ems_retention;
set role ems_admin;
