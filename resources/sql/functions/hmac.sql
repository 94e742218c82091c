-- HMAC-SHA-256 (RFC 2104) from core functions alone: what signs n8n's tickets and the addresses of files. Internal: nobody is granted it.
set role ems_core;
create function identity.hmac_sha256(p_key bytea, p_text bytea) returns bytea
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare v_key bytea; v_inner bytea; v_outer bytea;
begin
  v_key := case when length(p_key) > 64 then sha256(p_key) else p_key end;
  v_key := v_key || decode(repeat('00', 64 - length(v_key)), 'hex');
  v_inner := v_key; v_outer := v_key;
  for i in 0..63 loop
    v_inner := set_byte(v_inner, i, get_byte(v_key, i) # 54);
    v_outer := set_byte(v_outer, i, get_byte(v_key, i) # 92);
  end loop;
  return sha256(v_outer || sha256(v_inner || p_text));
end $$;
set role ems_admin;
