-- Judging an ID token of Google with core functions only: its parts, its RSA signature, the keys it may be signed with.
set role ems_core;

-- Only the one canonical writing of these bytes (RFC 7515: no padding, no other letters, no stray bits); else null.
create function identity.from_base64url(p_text text) returns bytea
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
declare v bytea;
begin
  if p_text is null or p_text !~ '^[A-Za-z0-9_-]*$' or length(p_text) % 4 = 1 then return null; end if;
  v := decode(rpad(translate(p_text, '-_', '+/'), (length(p_text) + 3) / 4 * 4, '='), 'base64');
  return case when identity.to_base64url(v) = p_text then v end;
end $$;

create function identity.to_base64url(p_bytes bytea) returns text
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as
$$ begin return translate(encode(p_bytes, 'base64'), E'+/=\n', '-_'); end $$;

-- Null for whatever is not an object in JSON, in UTF-8, without a name given twice.
create function identity.json_object_of(p_part text) returns jsonb
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
declare v text;
begin
  v := convert_from(identity.from_base64url(p_part), 'UTF8');
  return case when v is json object with unique keys then v::jsonb end;
exception when data_exception or program_limit_exceeded then return null;
end $$;

-- RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2.2). The padded block is made anew and compared whole, as numbers: nothing in it is parsed.
-- Keys: 2,048 to 4,096 bits, without leading zeros, e = 65537. False for anything malformed; never an exception.
create function identity.verify_rs256(signing_input bytea, signature bytea, modulus bytea, exponent bytea) returns boolean
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
  k constant int := length(modulus);
  n numeric; s numeric;
begin
  if signing_input is null or not coalesce(identity.is_rsa_key(modulus, exponent) and length(signature) = k, false) then return false; end if;
  n := ('0x' || encode(modulus, 'hex'))::numeric;
  s := ('0x' || encode(signature, 'hex'))::numeric;
  if s >= n then return false; end if;
  return identity.power_65537(s, n) = ('0x0001' || repeat('ff', k - 54) || '003031300d060960864801650304020105000420' || encode(sha256(signing_input), 'hex'))::numeric;
end $$;

-- s^65537 mod n, for s < n: 16 squarings and one multiplication. Each product is reduced by Barrett's method (Handbook of Applied
-- Cryptography, 14.42, with base 10: it leaves less than 3 n), which takes half the time of numeric's long division on PostgreSQL 16.
create function identity.power_65537(s numeric, n numeric) returns numeric
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
declare
  d constant int := length(n::text);
  low constant numeric := ('1e-' || d - 1)::numeric; high constant numeric := ('1e-' || d + 1)::numeric;
  mu constant numeric := div(('1e' || 2 * d)::numeric, n);
  x numeric; m numeric := s;
begin
  for i in 1..17 loop
    x := m * case i when 17 then s else m end;
    m := x - trunc(trunc(x * low) * mu * high) * n;
    while m >= n loop m := m - n; end loop;
  end loop;
  return m;
end $$;

create function identity.is_rsa_key(p_modulus bytea, p_exponent bytea) returns boolean
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
declare k constant int := length(p_modulus);
begin
  if p_exponent is distinct from '\x010001' or coalesce(k, 0) not between 256 and 512 then return false; end if;
  return get_byte(p_modulus, 0) >= case k when 256 then 128 else 1 end and get_byte(p_modulus, k - 1) % 2 = 1;
end $$;

-- Replaces Google's keys by those of a JWK set (RFC 7517), as Google publishes it. How many there are now.
create function identity.put_google_keys(p_jwks jsonb) returns int
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_keys jsonb := '[]'; n int;
begin
  if jsonb_typeof(p_jwks->'keys') = 'array' and length(p_jwks::text) <= 65536 then
    select coalesce(jsonb_agg(k), '[]') into v_keys from jsonb_array_elements(p_jwks->'keys') k
     where k->'kty' = '"RSA"' and coalesce(k->'use', '"sig"') = '"sig"' and coalesce(k->'alg', '"RS256"') = '"RS256"'
       and jsonb_typeof(k->'kid') = 'string';
  end if;
  if jsonb_array_length(v_keys) not between 1 and 20 or exists (
      select from jsonb_array_elements(v_keys) k
       where length(k->>'kid') not between 1 and 200 or not identity.is_rsa_key(identity.from_base64url(k->>'n'), identity.from_base64url(k->>'e')))
     or (select count(distinct k->>'kid') from jsonb_array_elements(v_keys) k) < jsonb_array_length(v_keys) then
    raise exception 'not a set of RSA keys' using errcode = '22023';
  end if;
  insert into identity.google_key as g (kid, modulus, exponent)
  select k->>'kid', identity.from_base64url(k->>'n'), identity.from_base64url(k->>'e') from jsonb_array_elements(v_keys) k
  on conflict (kid) do update set modulus = excluded.modulus, exponent = excluded.exponent, fetched_at = excluded.fetched_at;
  get diagnostics n = row_count;
  delete from identity.google_key where kid not in (select k->>'kid' from jsonb_array_elements(v_keys) k);      -- Google withdrew them
  perform setval('identity.unknown_kid_count', 1, false), setval('identity.unknown_kid_at', 1, false);
  return n;
end $$;
grant execute on function identity.put_google_keys(jsonb) to ems_google_keys;
set role ems_admin;
