-- Signing in by Google. Nothing is believed that Google's signature does not cover; what is refused has a code of its own, because
-- the person can do something else about each: EM010 no token of Google, EM011 nonce, EM012 time, EM013 another program's, EM014 domain,
-- EM015 address not verified, EM016 nobody here, EM017 bound otherwise, EM018 key not known here, EM019 not set up.
set role ems_core;

create function identity.google_settings(out client_ids text[], out domains text[])
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as
$$ begin select g.client_ids, g.domains into client_ids, domains from identity.google g; end $$;

-- By the office, or the installer. No client: nobody signs in by Google. No domain: any verified account that is somebody's here.
create function identity.set_google(p_client_ids text[], p_domains text[]) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_ids constant text[] := array(select distinct trim(x) from unnest(p_client_ids) x);
  v_domains constant text[] := array(select distinct lower(trim(x)) from unnest(p_domains) x);
begin
  if not identity.is_office() and not pg_has_role(session_user, 'ems_admin', 'member') then
    raise exception 'office only' using errcode = '42501';
  end if;
  if cardinality(v_ids) > 20 or cardinality(v_domains) > 100
     or exists (select from unnest(v_ids) x where (x ~ '^[A-Za-z0-9._-]{1,200}$') is not true)
     or exists (select from unnest(v_domains) x where (x ~ '^[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?$') is not true) then
    raise exception 'client ids and domains wanted' using errcode = '22023';
  end if;
  update identity.google set client_ids = v_ids, domains = v_domains, changed_at = clock_timestamp(), changed_by = identity.me();
end $$;

-- A nonce carries when it was made and a proof that it was made here: it needs no row until it is spent, so nobody can fill the disk.
create function identity.nonce_proof(p_seed bytea) returns bytea
language sql stable set search_path = pg_catalog, pg_temp as $$ select substr(identity.proof('nonce', p_seed), 1, 16) $$;

create function identity.google_nonce() returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v constant bytea := int8send(extract(epoch from clock_timestamp())::bigint) || uuid_send(gen_random_uuid());
begin return identity.to_base64url(v || identity.nonce_proof(v)); end $$;

create function identity.nonce_is_fresh(p_nonce text) returns boolean          -- made here, in the last ten minutes
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare v constant bytea := identity.from_base64url(p_nonce);
begin
  if length(v) is distinct from 40 or substr(v, 25) <> identity.nonce_proof(substr(v, 1, 24)) then return false; end if;
  return extract(epoch from clock_timestamp()) - ('x' || encode(substr(v, 1, 8), 'hex'))::bit(64)::bigint between -60 and 600;
end $$;

-- Once: of two sessions that spend the same nonce the second waits for the first, and is refused if that one signed in.
create function identity.spend_nonce(p_nonce text) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  delete from identity.spent_nonce where spent_at < clock_timestamp() - interval '15 minutes';
  insert into identity.spent_nonce (hash) values (sha256(convert_to(p_nonce, 'UTF8'))) on conflict do nothing;
  if not found then raise exception 'nonce spent' using errcode = 'EM011'; end if;
end $$;

-- What Google says in this token; null if it is not one of Google's. A key not confirmed for 30 days no longer counts.
create function identity.google_claims(p_token text) returns jsonb
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  v_parts constant text[] := case when octet_length(p_token) <= 8192 then string_to_array(p_token, '.') end;
  v_header constant jsonb := identity.json_object_of(v_parts[1]);
  v_claims constant jsonb := identity.json_object_of(v_parts[2]);
  v_modulus bytea; v_exponent bytea;
begin
  if cardinality(v_parts) is distinct from 3 or v_claims is null or v_header->'alg' is distinct from '"RS256"'
     or v_header ? 'crit' or jsonb_typeof(v_header->'kid') is distinct from 'string'
     or not coalesce(v_claims->'iss' in ('"https://accounts.google.com"', '"accounts.google.com"'), false)
     or not coalesce(jsonb_typeof(v_claims->'sub') = 'string' and length(v_claims->>'sub') between 1 and 255, false) then
    return null;
  end if;
  select modulus, exponent into v_modulus, v_exponent from identity.google_key
   where kid = v_header->>'kid' and fetched_at > clock_timestamp() - interval '30 days';
  if v_modulus is null then
    perform nextval('identity.unknown_kid_count'), setval('identity.unknown_kid_at', extract(epoch from clock_timestamp())::bigint);
    raise exception 'key of Google not known' using errcode = 'EM018';
  end if;
  if identity.verify_rs256(convert_to(v_parts[1] || '.' || v_parts[2], 'UTF8'), identity.from_base64url(v_parts[3]), v_modulus, v_exponent) then
    return v_claims;
  end if;
  return null;
end $$;

-- Whether it was said to this school's program, now, in answer to this nonce, of an account this school takes.
create function identity.judge_claims(p_claims jsonb, p_nonce text) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  v_ids text[]; v_domains text[];
  v_now constant numeric := extract(epoch from clock_timestamp());
  v_exp constant numeric := case jsonb_typeof(p_claims->'exp') when 'number' then (p_claims->'exp')::numeric end;
  v_iat constant numeric := case jsonb_typeof(p_claims->'iat') when 'number' then (p_claims->'iat')::numeric end;
begin
  select client_ids, domains into v_ids, v_domains from identity.google_settings();
  if not coalesce(p_claims->>'aud' = any (v_ids), false) or p_claims ? 'azp' and not coalesce(p_claims->>'azp' = any (v_ids), false) then
    raise exception 'token for another program' using errcode = 'EM013';
  end if;
  if not coalesce(v_exp > v_now - 300 and v_iat < v_now + 300, false) then raise exception 'token expired' using errcode = 'EM012'; end if;
  if p_claims->'nonce' is distinct from to_jsonb(p_nonce) or not identity.nonce_is_fresh(p_nonce) then
    raise exception 'nonce not of this sign-in' using errcode = 'EM011';
  end if;
  if p_claims->'email_verified' is distinct from 'true' or jsonb_typeof(p_claims->'email') is distinct from 'string' then
    raise exception 'address not verified' using errcode = 'EM015';
  end if;
  if v_domains <> '{}' and not coalesce(lower(p_claims->>'hd') = any (v_domains), false) then
    raise exception 'account of another domain' using errcode = 'EM014', hint = array_to_string(v_domains, ', ');
  end if;
end $$;

-- Stamped and audited like any change of a person's row, and never over another account.
create function identity.bind_google(p_user uuid, p_sub text) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  perform from sync.scope where id = '00000000-0000-4000-8000-000000000002' for no key update;      -- before any row of it, as push does
  update ems.users set google_id = p_sub, updated_by = p_user where id = p_user and google_id is null;
  if not found then raise exception 'bound to another account' using errcode = 'EM017'; end if;
exception when unique_violation then raise exception 'account bound to another person' using errcode = 'EM017';
end $$;

-- The person whose account this is: bound before; else the one an invitation was made for, whatever the account's address; else the
-- one with the account's address.
create function identity.google_person(p_claims jsonb, p_code text) returns uuid
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare v_bound uuid; v_user uuid; v_sub constant text := p_claims->>'sub';
begin
  select id into v_bound from ems.users where google_id = v_sub and not deleted;
  if coalesce(p_code, '') <> '' then v_user := identity.take_invitation(p_code);
  else select id into v_user from ems.users where (id = v_bound or v_bound is null and email = lower(p_claims->>'email')) and active and not deleted;
  end if;
  if v_user is null then raise exception 'nobody here' using errcode = 'EM016'; end if;
  if v_bound is null then perform identity.bind_google(v_user, v_sub);
  elsif v_bound <> v_user then raise exception 'account bound to another person' using errcode = 'EM017';
  end if;
  return v_user;
end $$;

create function identity.sign_in_google(id_token text, nonce text, p_device uuid, p_label text, p_verifier text, p_code text default null,
                                        out login name, out valid_until timestamptz, out user_id uuid)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_claims jsonb;
  v_known constant boolean := exists (select from identity.device d where d.device = p_device and d.revoked_at is null);
begin
  if not exists (select from identity.google where client_ids <> '{}') then raise exception 'not set up' using errcode = 'EM019'; end if;
  if v_known then perform identity.count_try('google:' || p_device, 60, true);
  elsif identity.tries('network:' || identity.network(), 0) >= 300 then perform identity.refuse_tries();
  end if;
  v_claims := identity.google_claims(id_token);
  if v_claims is null then
    if not v_known then perform identity.count_failure(null); end if;
    raise exception 'not a token of Google' using errcode = 'EM010';
  end if;
  perform identity.judge_claims(v_claims, nonce);
  perform identity.count_try('google:' || (v_claims->>'sub'), 20, v_known);
  user_id := identity.google_person(v_claims, p_code);
  perform identity.spend_nonce(nonce);
  select s.login, s.valid_until into login, valid_until from identity.new_session(user_id, p_device, p_label, p_verifier) s;
end $$;

-- For somebody whose Google account changed: the next sign-in or invitation binds the new one.
create function identity.forget_google(p_user uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not identity.is_office() then raise exception 'office only' using errcode = '42501'; end if;
  perform from sync.scope where id = '00000000-0000-4000-8000-000000000002' for no key update;
  update ems.users set google_id = null, updated_by = identity.me() where id = p_user and google_id is not null;
  return found;
end $$;

-- What the office must see to. Anybody who holds a school file can make up a key's name: with fresh keys that one is no reason to worry.
create function identity.alarms() returns table (alarm text, at timestamptz, times bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare v_newest constant timestamptz := (select max(fetched_at) from identity.google_key);
begin
  if not identity.is_office() then raise exception 'office only' using errcode = '42501'; end if;
  if exists (select from identity.google where client_ids = '{}') then alarm := 'google_off'; return next; return; end if;
  if v_newest is null then alarm := 'google_keys_missing'; return next;
  elsif v_newest < now() - interval '7 days' then alarm := 'google_keys_old'; at := v_newest; return next;
  end if;
  times := pg_sequence_last_value('identity.unknown_kid_count');
  if times is not null then
    alarm := 'google_kid_unknown'; at := to_timestamp(pg_sequence_last_value('identity.unknown_kid_at')); return next;
  end if;
end $$;

grant execute on function identity.google_settings() to ems_gate, ems_user;
grant execute on function identity.google_nonce(), identity.sign_in_google(text, text, uuid, text, text, text) to ems_gate;
grant execute on function identity.set_google(text[], text[]), identity.forget_google(uuid), identity.alarms() to ems_user;
set role ems_admin;
