-- Addresses that an S3 takes from whoever holds them: AWS Signature Version 4, signed in the query. Internal; the storage and the time are
-- arguments, so that AWS's published examples can be compared. Whoever asks has been judged before.
set role ems_core;

create function files.encoded(p_text text, p_slash boolean default false) returns text      -- RFC 3986, by UTF-8 bytes; slashes of a path stay
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select coalesce(string_agg(case when chr(b) ~ '[A-Za-z0-9._~-]' or p_slash and b = 47 then chr(b) else '%' || upper(lpad(to_hex(b), 2, '0')) end, '' order by i), '')
    from (select i, get_byte(convert_to(p_text, 'UTF8'), i) b from generate_series(0, octet_length(convert_to(p_text, 'UTF8')) - 1) i) q
$$;

-- {bucket} in the endpoint stands for the bucket in the host's name; else it is the first part of the path.
create function files.presigned(p_storage files.storage, p_method text, p_key text, p_query jsonb, p_headers jsonb, p_at timestamptz, p_seconds int) returns text
language plpgsql immutable set search_path = pg_catalog, pg_temp as $$
declare
  v_base constant text := replace(p_storage.endpoint, '{bucket}', p_storage.bucket);
  v_path constant text := case when v_base = p_storage.endpoint then '/' || files.encoded(p_storage.bucket) else '' end || '/' || files.encoded(p_key, true);
  v_time constant text := to_char(p_at at time zone 'UTC', 'YYYYMMDD"T"HH24MISS"Z"');
  v_scope constant text := concat_ws('/', left(v_time, 8), p_storage.region, 's3', 'aws4_request');
  v_headers constant jsonb := p_headers || jsonb_build_object('host', split_part(v_base, '://', 2));
  v_names text; v_lines text; v_query text; v_key bytea := convert_to('AWS4' || p_storage.secret, 'UTF8'); v_part text;
begin
  select string_agg(key, ';' order by key collate "C"), string_agg(key || ':' || value || e'\n', '' order by key collate "C")
    into v_names, v_lines from jsonb_each_text(v_headers);
  select string_agg(files.encoded(key) || '=' || files.encoded(value), '&' order by files.encoded(key) collate "C") into v_query
    from jsonb_each_text(p_query || jsonb_build_object('X-Amz-Algorithm', 'AWS4-HMAC-SHA256', 'X-Amz-Credential', p_storage.access_key || '/' || v_scope,
                                                       'X-Amz-Date', v_time, 'X-Amz-Expires', p_seconds, 'X-Amz-SignedHeaders', v_names));
  foreach v_part in array string_to_array(v_scope, '/') loop v_key := identity.hmac_sha256(v_key, convert_to(v_part, 'UTF8')); end loop;
  v_part := concat_ws(e'\n', p_method, v_path, v_query, v_lines, v_names, 'UNSIGNED-PAYLOAD');
  v_part := concat_ws(e'\n', 'AWS4-HMAC-SHA256', v_time, v_scope, encode(sha256(convert_to(v_part, 'UTF8')), 'hex'));
  return v_base || v_path || '?' || v_query || '&X-Amz-Signature=' || encode(identity.hmac_sha256(v_key, convert_to(v_part, 'UTF8')), 'hex');
end $$;

-- For the school's own storage, from now on for a quarter of an hour.
create function files.address(p_method text, p_key text, p_query jsonb default '{}', p_headers jsonb default '{}') returns text
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  return (select files.presigned(s, p_method, p_key, p_query, p_headers, clock_timestamp(), 900) from files.storage s where s.endpoint is not null);
end $$;

-- A header that names a download: for old programs in plain letters, for the others as it was typed, but for what steers a screen or a path.
create function files.disposition(p_name text) returns text
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select 'attachment; filename="' || left(regexp_replace(n, '[^A-Za-z0-9._ -]', '_', 'g'), 100) || '"; filename*=UTF-8''''' || files.encoded(left(n, 150))
    from (select regexp_replace(p_name, '[\u0001-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff/\\:*?"<>|]', '_', 'g') n) q
$$;
set role ems_admin;
