-- The hash chain of the trail: in each scope every entry's link hashes the link before it, what the entry says, and a seal over its
-- values. The salt lies with the values: both can be erased, the seal is kept in their stead, and the chain still holds. What these
-- four say of an entry must never change, or the entries of yesterday no longer verify.
set role ems_owner;

create function sync.seal(p_salt bytea, p_hash bytea, p_title text, p_result jsonb, p_data jsonb) returns bytea language sql stable
  return pg_catalog.sha256(p_salt || p_hash || pg_catalog.convert_to(
    coalesce(pg_catalog.to_jsonb(p_title)::text, '') || E'\n' || coalesce(p_result::text, '') || E'\n' || coalesce(p_data::text, ''), 'UTF8'));

create function sync.entry(p_device int, p_seq bigint, p_rev bigint, p_person uuid, p_at timestamptz, p_scope uuid, p_kind text, p_status text,
                           p_seal bytea) returns bytea language sql stable
  return pg_catalog.int4send(p_device) || pg_catalog.int8send(p_seq) || pg_catalog.int8send(coalesce(p_rev, -1)) || pg_catalog.uuid_send(p_person)
    || pg_catalog.timestamptz_send(p_at) || pg_catalog.uuid_send(p_scope) || pg_catalog.convert_to(p_kind || '|' || p_status, 'UTF8') || p_seal;

create function sync.hand_entry(p_at timestamptz, p_login name, p_role name, p_tbl name, p_op text, p_scopes uuid[], p_seal bytea) returns bytea
language sql stable
  return pg_catalog.timestamptz_send(p_at)
    || pg_catalog.convert_to(pg_catalog.concat_ws('|', p_login, p_role, p_tbl, p_op, p_scopes::text), 'UTF8') || p_seal;

create function sync.link(p_before bytea, p_entry bytea) returns bytea language sql immutable
  return pg_catalog.substr(pg_catalog.sha256(p_before || p_entry), 1, 24);      -- 192 bits: every entry carries one

-- The links of several entries at once, each after the one before: an aggregate, for a window.
create function sync.next_link(p_state bytea, p_head bytea, p_entry bytea) returns bytea language plpgsql immutable as
$$ begin return pg_catalog.substr(pg_catalog.sha256(coalesce(p_state, p_head) || p_entry), 1, 24); end $$;
create aggregate sync.links(p_head bytea, p_entry bytea) (sfunc = sync.next_link, stype = bytea);

-- What did not come through push is written down, and chained, here. Whoever writes waits for whoever wrote before him.
create function sync.note_hand(p_tbl name, p_op text, p_scopes uuid[], p_before jsonb, p_after jsonb) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare h sync.hand; v_salt bytea := uuid_send(gen_random_uuid()); v_at timestamptz; v_role name := coalesce(nullif(current_setting('role'), 'none'), session_user);
begin
  select * into h from sync.hand for no key update;
  v_at := clock_timestamp();
  h.entries := h.entries + 1;
  h.head := sync.link(h.head, sync.hand_entry(v_at, session_user, v_role, p_tbl, p_op, p_scopes, sync.seal(v_salt, '', null, p_before, p_after)));
  update sync.hand set entries = h.entries, head = h.head;
  insert into sync.audit_other (at, login, as_role, tbl, op, scopes, before, after, place, salt, link)
  values (v_at, session_user, v_role, p_tbl, p_op, p_scopes, p_before, p_after, h.entries, v_salt, h.head);
end $$;

grant execute on function sync.seal(bytea, bytea, text, jsonb, jsonb), sync.link(bytea, bytea), sync.next_link(bytea, bytea, bytea), sync.links(bytea, bytea),
  sync.entry(int, bigint, bigint, uuid, timestamptz, uuid, text, text, bytea) to ems_writer;
grant execute on function sync.seal(bytea, bytea, text, jsonb, jsonb), sync.note_hand(name, text, uuid[], jsonb, jsonb) to ems_retention;
set role ems_admin;
