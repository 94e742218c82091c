-- How often somebody tried, counted in sequences: neither nextval nor setval is undone by ROLLBACK, as a table's counter would be.
set role ems_core;

-- The tries under this key in this quarter of an hour, after `p_more` (0 or 1) more. A key has one bucket in each of four rows, and
-- counts as often as its emptiest bucket says: a key is mistaken for a busy one only where all four meet others. A value is
-- quarter * 10^9 + count. Which buckets are a key's is peppered, so that nobody can aim at another's. Known devices have rows apart.
create function identity.tries(p_key text, p_more int, p_known boolean default false) returns bigint
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
  v_now constant bigint := floor(extract(epoch from clock_timestamp()) / 900) * 1000000000;
  v_hash constant bytea := identity.proof('throttle', convert_to(coalesce(p_key, ''), 'UTF8'));
  seq regclass; v bigint; v_least bigint;
begin
  for r in 0..3 loop
    seq := case when p_known then format('identity.throttle_known_%s', 32 * r + get_byte(v_hash, r) % 32)
                else format('identity.throttle_%s', 256 * r + get_byte(v_hash, r)) end::regclass;
    if p_more > 0 then v := nextval(seq); else v := pg_sequence_last_value(seq); end if;
    if v is null or v < v_now then
      v := v_now + p_more;
      if p_more > 0 then perform setval(seq, v); end if;
    end if;
    v_least := least(v_least, v - v_now);
  end loop;
  return v_least;
end $$;

-- Says when: the quarters are those of the clock.
create function identity.refuse_tries() returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  raise exception 'too many tries' using errcode = 'EM001',
    hint = format('try again in %s s', 900 - floor(extract(epoch from clock_timestamp()))::bigint % 900);
end $$;

create function identity.count_try(p_key text, p_most int, p_known boolean) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  if identity.tries(p_key, 1, p_known) > p_most then perform identity.refuse_tries(); end if;
end $$;

-- Where the caller's connection comes from: an IPv4 address, or the first 48 bits of an IPv6 one, of which everybody has many.
create function identity.network() returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(case family(inet_client_addr()) when 6 then host(network(set_masklen(inet_client_addr(), 48))) else host(inet_client_addr()) end, 'local')
$$;

-- A try on a device that the person has not used before. A school's network has one address for all its computers, so it is its
-- failures that count there, and many are allowed; the tries at one name count apart for each network, so that nobody outside locks
-- out who is at school; and the failures at one person count wherever they come from.
create function identity.count_stranger(p_key text, p_most int, p_user uuid, p_network text default identity.network()) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  if identity.tries('network:' || p_network, 0) >= 300 then perform identity.refuse_tries(); end if;
  if p_user is not null and identity.tries('person:' || p_user, 0) >= 100 then perform identity.refuse_tries(); end if;
  perform identity.count_try(p_key || ' ' || p_network, p_most, false);
end $$;

create function identity.count_failure(p_user uuid, p_network text default identity.network()) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  perform identity.tries('network:' || p_network, 1);
  perform identity.tries('person:' || coalesce(p_user::text, ''), 1);      -- for somebody unknown the same work
end $$;
set role ems_admin;
