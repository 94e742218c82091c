-- 0003: the hash chain of the trail. Frozen: later changes are later revisions.
alter table sync.scope
  add column entries bigint not null default 0,          -- how many entries stand in its chain
  add column head bytea not null default '';             -- the link of the last: what is printed on a leger

alter table sync.journal
  add column place bigint,                               -- in the chain of its scope; null where it stands in none
  add column sealed bytea;                               -- what the values hashed to, once they have been erased
drop index sync.journal_scope_idx;
create unique index journal_scope_place_idx on sync.journal (scope, place);
create index journal_at_idx on sync.journal (at);

-- A set that changed several scopes stands in the chain of each of them.
create table sync.chained (
  scope uuid not null, place bigint not null,
  device int not null, seq bigint not null,
  link bytea not null,
  primary key (scope, place),
  foreign key (device, seq) references sync.journal (device, seq)
);
create index chained_entry_idx on sync.chained (device, seq);

-- What did not come through push has one chain for the whole school.
alter table sync.audit_other
  add column scopes uuid[],
  add column place bigint, add column salt bytea, add column link bytea, add column sealed bytea;
create unique index audit_other_place_idx on sync.audit_other (place);
create index audit_other_at_idx on sync.audit_other (at);
create table sync.hand (
  one boolean primary key default true check (one),
  entries bigint not null default 0,
  head bytea not null default ''
);
insert into sync.hand default values;

-- Entries from before the chain are chained in the order of their times. (The functions that do it later say the same.)
do $$
declare r record; v_scope uuid; v_place bigint := 0; v_head bytea := '';
begin
  update sync.journal set salt = uuid_send(gen_random_uuid()) where scope is not null or result ? 'revs';
  for r in select t.scope as chain, j.* from sync.journal j cross join lateral (
               select j.scope where j.scope is not null
               union all select k::uuid from jsonb_object_keys(case when j.scope is null then j.result->'revs' end) k) t
            order by t.scope, j.at, j.device, j.seq loop
    if r.chain is distinct from v_scope then v_scope := r.chain; v_place := 0; v_head := ''; end if;
    v_place := v_place + 1;
    v_head := substr(sha256(v_head || int4send(r.device) || int8send(r.seq) || int8send(coalesce(r.rev, -1)) || uuid_send(r.person)
      || timestamptz_send(r.at) || uuid_send(r.chain) || convert_to(r.kind || '|' || r.status, 'UTF8')
      || sha256(r.salt || r.hash || convert_to(coalesce(to_jsonb(r.title)::text, '') || E'\n' || coalesce(r.result::text, '') || E'\n'
                                               || coalesce(r.data::text, ''), 'UTF8'))), 1, 24);
    if r.scope is null then insert into sync.chained values (r.chain, v_place, r.device, r.seq, v_head);
    else update sync.journal set place = v_place, link = v_head where device = r.device and seq = r.seq;
    end if;
  end loop;
  update sync.scope s set entries = l.place, head = l.link
    from (select distinct on (q.scope) q.scope, q.place, q.link
            from (select scope, place, link from sync.journal where place is not null union all select scope, place, link from sync.chained) q
           order by q.scope, q.place desc) l
   where s.id = l.scope;
  v_place := 0; v_head := '';
  for r in select * from sync.audit_other order by id loop
    r.scopes := array(select distinct (e->>'scope_id')::uuid from jsonb_array_elements(coalesce(r.after, r.before)) e order by 1);
    r.salt := uuid_send(gen_random_uuid());
    v_place := v_place + 1;
    v_head := substr(sha256(v_head || timestamptz_send(r.at)
      || convert_to(concat_ws('|', r.login, r.as_role, r.tbl, r.op, r.scopes::text), 'UTF8')
      || sha256(r.salt || convert_to(E'\n' || coalesce(r.before::text, '') || E'\n' || coalesce(r.after::text, ''), 'UTF8'))), 1, 24);
    update sync.audit_other set scopes = r.scopes, place = v_place, salt = r.salt, link = v_head where id = r.id;
  end loop;
  update sync.hand set entries = v_place, head = v_head;
end $$;
