-- The office sets up the storage, tries it, and clears away what was thrown away.
set role ems_core;

-- An S3; all null: this database. The secret is given each time, and told to nobody.
create function files.set_storage(p_endpoint text, p_bucket text, p_region text, p_access_key text, p_secret text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform files.office();
  if num_nulls(p_endpoint, p_bucket, p_region, p_access_key, p_secret) not in (0, 5) or p_endpoint is not null and not (
       p_endpoint ~ '^(https://(\{bucket\}\.)?[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?|http://(127\.0\.0\.1|localhost))(:[0-9]{1,5})?$'
       and p_bucket ~ '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$' and p_region ~ '^[a-z0-9-]{1,40}$'
       and p_access_key ~ '^[A-Za-z0-9_+=.-]{1,128}$' and length(p_secret) between 1 and 256) then
    raise exception 'address, bucket, region and keys of an S3 wanted' using errcode = '22023';
  end if;
  update files.storage set endpoint = p_endpoint, bucket = p_bucket, region = p_region, access_key = p_access_key, secret = p_secret,
         changed_at = clock_timestamp(), changed_by = identity.me();
end $$;

-- In bytes; null: as it is.
create function files.set_limits(p_quota bigint, p_most_database bigint, p_most_s3 bigint) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform files.office();
  if least(p_quota, p_most_database - 1, p_most_s3 - 1) < 0 or p_most_database > 209715200 or p_most_s3 > 50000000000 or p_quota > 1000000000000 then
    raise exception 'limits wanted' using errcode = '22023';
  end if;
  update files.storage set quota = coalesce(p_quota, quota), most_database = coalesce(p_most_database, most_database), most_s3 = coalesce(p_most_s3, most_s3),
         changed_at = clock_timestamp(), changed_by = identity.me();
end $$;

-- Three requests that show whether the S3 takes our keys. Nothing without an S3.
create function files.probe(out method text, out url text) returns setof record
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform files.office();
  return query select m, files.address(m, files.key_of('00000000-0000-0000-0000-000000000000', 'probe')) from unnest(array['PUT', 'GET', 'DELETE']) m
                where exists (select from files.storage where endpoint is not null);
end $$;

-- Nobody will ask for it again: replaced, thrown away, or its materials were, for 30 days.
create function files.is_over(o files.object) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select o.at < now() - interval '30 days'
     and not exists (select from ems.photos p where p.id = o.file_id and p.sha256 = o.sha256 and not (p.deleted and p.updated_at < now() - interval '30 days'))
     and not exists (select from ems.question_media q where q.id = o.file_id and q.sha256 = o.sha256 and not (q.deleted and q.updated_at < now() - interval '30 days'))
     and not exists (select from ems.files f where f.id = o.file_id and f.sha256 = o.sha256 and (f.updated_at >= now() - interval '30 days'
         or not f.deleted and exists (select from ems.materials m where m.file_id = f.id and (not m.deleted or m.updated_at >= now() - interval '30 days'))))
$$;

create function files.forget(o files.object) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare i record;
begin
  delete from files.chunk where file_id = o.file_id and sha256 = o.sha256 and o.place = 'database';
  delete from files.object where file_id = o.file_id and sha256 = o.sha256 and place = o.place;
  select * into i from files.item(o.file_id);
  if i.sha256 = o.sha256 and i.stored = o.place then perform files.mark(o.file_id, i.kind, i.scope, null); end if;
end $$;

-- Removes from this database what is over, and uploads that nobody went on with for a week; of what is in the S3 it answers where to send DELETE.
create function files.sweep(out key text, out url text) returns setof record
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
begin
  perform files.office();
  delete from files.chunk c where c.at < now() - interval '7 days'
     and not exists (select from files.object o where o.file_id = c.file_id and o.sha256 = c.sha256 and o.place = 'database');
  perform files.forget(o) from files.object o where o.place = 'database' and files.is_over(o);
  return query select o.key, files.address('DELETE', o.key) from files.object o
                where o.place = 's3' and files.is_over(o) and exists (select from files.storage where endpoint is not null) limit 200;
end $$;

-- The S3 has deleted it.
create function files.swept(p_key text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform files.office();
  perform files.forget(o) from files.object o where o.place = 's3' and o.key = p_key and files.is_over(o);
end $$;

grant execute on function files.set_storage(text, text, text, text, text), files.set_limits(bigint, bigint, bigint), files.probe(), files.sweep(), files.swept(text)
  to ems_user;
set role ems_admin;
