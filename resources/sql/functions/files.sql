-- Files, photos and the pictures of questions: who may send and fetch the bytes, and where they are. A photo's id is its pupil's; an id that
-- is a photo's is never a file's, and a file's never a picture's.
-- Answers that the program tells apart: EF010 too large, EF011 no room, EF012 stored already, EF013 the other kind of storage, EF014 not
-- what was announced, EF015 not stored yet. What is not there and what is not one's own: 42501.
set role ems_core;

-- What a row says is the server's where a client could lie: who brought it; and new bytes are not stored yet.
create function files.t_content() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if new.sha256 !~ '^[0-9a-f]{64}$' or new.media_type !~ '^[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*$' then
    raise exception 'checksum or kind of no shape' using errcode = '23514', constraint = 'file_shape';
  end if;
  if tg_op = 'INSERT' and tg_table_name = 'files' and exists (select from ems.question_media where id = new.id) then
    raise exception 'a picture has this id' using errcode = '23505', constraint = 'pk_files';
  end if;
  if tg_op = 'INSERT' or new.sha256 <> old.sha256 then
    new.uploaded_by := coalesce(identity.me(), new.uploaded_by);
    if tg_op = 'UPDATE' then new.stored := null; end if;
  end if;
  return new;
end $$;
grant execute on function files.t_content() to ems_owner;
set role ems_owner;
create trigger content before insert or update on ems.files for each row execute function files.t_content();
create trigger content before insert or update on ems.photos for each row execute function files.t_content();
create trigger content before insert or update on ems.question_media for each row execute function files.t_content();
set role ems_core;

create function files.here() returns uuid language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare v constant uuid := identity.me();
begin
  if v is null then raise exception 'session ended' using errcode = '28000'; end if;
  return v;
end $$;

create function files.office() returns void language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  if not identity.is_office() and not pg_has_role(session_user, 'ems_admin', 'member') then raise exception 'office only' using errcode = '42501'; end if;
end $$;

-- kind: photo, file or picture.
create function files.item(p_id uuid, out kind text, out name text, out media_type text, out size bigint, out sha256 text, out stored text,
                           out uploaded_by uuid, out deleted boolean, out scope uuid) returns setof record
language sql stable set search_path = pg_catalog, pg_temp as $$
  select 'photo', 'photo', p.media_type, p.size, p.sha256, p.stored, p.uploaded_by, p.deleted, p.scope_id from ems.photos p where p.id = p_id
  union all select 'file', f.name, f.media_type, f.size, f.sha256, f.stored, f.uploaded_by, f.deleted, f.scope_id from ems.files f where f.id = p_id
  union all select 'picture', m.name, m.media_type, m.size, m.sha256, m.stored, m.uploaded_by, m.deleted, m.scope_id from ems.question_media m where m.id = p_id
  limit 1
$$;

-- The row, if this person may fetch its bytes: the office all; a teacher the catalogue, the pictures of the banks and the photos of the
-- classes taught; a pupil what an entry has that is not thrown away, and the own photo.
create function files.to_fetch(p_id uuid) returns record
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare me constant uuid := files.here(); r constant text[] := identity.roles_of(me); i record;
begin
  select * into i from files.item(p_id);
  if i.kind is null or not ('kurikulum' = any (r) or case
      when i.kind = 'picture' then 'guru' = any (r) and i.scope = any (array(select b.id from identity.banks_taught(me) b))
      when i.kind = 'file' then 'guru' = any (r) or 'siswa' = any (r) and not i.deleted
           and exists (select from ems.materials m where m.file_id = p_id and not m.deleted)
      when i.deleted then false
      else 'siswa' = any (r) and p_id = me
           or 'guru' = any (r) and exists (select from ems.enrolments e where e.student_id = p_id and not e.deleted and e.class_id in (select c.id from identity.taught(me) c)) end) then
    raise exception 'no such file' using errcode = '42501';
  end if;
  if i.stored is null then raise exception 'not stored yet' using errcode = 'EF015'; end if;
  return i;
end $$;

-- The row, if this person may send its bytes now, to a storage of this kind: who announced it, or the office. Photos are the office's.
create function files.to_store(p_id uuid, p_place text) returns record
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare me constant uuid := files.here(); r constant text[] := identity.roles_of(me); i record; s files.storage;
begin
  select * into i from files.item(p_id);
  if i.kind is null or i.deleted or not ('kurikulum' = any (r) or 'guru' = any (r) and i.kind <> 'photo' and i.uploaded_by = me) then
    raise exception 'no such file' using errcode = '42501';
  end if;
  if current_setting('synchronous_commit') = 'off' then raise exception 'synchronous_commit is off' using errcode = '55000'; end if;
  if i.stored is not null then raise exception 'stored already' using errcode = 'EF012'; end if;
  select * into s from files.storage;
  if p_place <> (case when s.endpoint is null then 'database' else 's3' end) then raise exception 'another kind of storage' using errcode = 'EF013'; end if;
  if i.size > (case p_place when 's3' then s.most_s3 else s.most_database end) then raise exception 'too large' using errcode = 'EF010'; end if;
  return i;
end $$;

create function files.key_of(p_id uuid, p_sha256 text) returns text language sql stable set search_path = pg_catalog, pg_temp as
$$ select concat_ws('/', 'ems', epoch, p_id, p_sha256) from sync.epoch $$;

create function files.used() returns bigint language sql stable set search_path = pg_catalog, pg_temp as
$$ select coalesce(sum(octet_length(data)), 0)::bigint from files.chunk $$;

-- What fits: bytes of one file, and of all that are still to come; free is null where the school's S3 decides.
create function files.limits(out place text, out most bigint, out free bigint)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare me constant uuid := files.here();
begin
  select case when s.endpoint is null then 'database' else 's3' end, case when s.endpoint is null then s.most_database else s.most_s3 end,
         case when s.endpoint is null then greatest(s.quota - files.used(), 0) end into place, most, free from files.storage s;
end $$;

-- One marked row, its scope locked before it as push does.
create function files.mark(p_id uuid, p_kind text, p_scope uuid, p_stored text) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  perform from sync.scope where id = p_scope for no key update;
  case p_kind
    when 'photo' then update ems.photos set stored = p_stored, updated_by = identity.me() where id = p_id;
    when 'file' then update ems.files set stored = p_stored, updated_by = identity.me() where id = p_id;
    when 'picture' then update ems.question_media set stored = p_stored, updated_by = identity.me() where id = p_id;
  end case;
end $$;

-- An S3. Length, kind and checksum are signed, so that nothing else can be sent; the key is made of what the server says.

create function files.presign_put(p_file uuid, out url text, out headers jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare i record;
begin
  i := files.to_store(p_file, 's3');
  headers := jsonb_build_object('content-length', i.size, 'content-type', i.media_type, 'x-amz-checksum-sha256', encode(decode(i.sha256, 'hex'), 'base64'));
  url := files.address('PUT', files.key_of(p_file, i.sha256), '{}', headers);
end $$;

create function files.presign_get(p_file uuid) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare i record; v_url text;
begin
  i := files.to_fetch(p_file);
  if i.stored <> 's3' then raise exception 'another kind of storage' using errcode = 'EF013'; end if;
  v_url := files.address('GET', (select key from files.object where file_id = p_file and sha256 = i.sha256 and place = 's3'),
                         jsonb_build_object('response-content-disposition', files.disposition(i.name), 'response-content-type', i.media_type));
  if v_url is null then raise exception 'its S3 is no longer the school''s' using errcode = 'EF015'; end if;
  return v_url;
end $$;

-- Parts of 8 MiB, the last one shorter. S3's own id of the upload travels with the client: it fits this one key.
create function files.begin_parts(p_file uuid, out url text, out headers jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare i record;
begin
  i := files.to_store(p_file, 's3');
  headers := jsonb_build_object('content-type', i.media_type, 'x-amz-checksum-algorithm', 'SHA256');
  url := files.address('POST', files.key_of(p_file, i.sha256), '{"uploads": ""}', headers);
end $$;

create function files.presign_part(p_file uuid, p_upload text, p_n int, p_sha256 text, out url text, out headers jsonb)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare i record; v_part constant bigint := 8388608; v_before bigint;
begin
  i := files.to_store(p_file, 's3');
  v_before := (p_n - 1::bigint) * v_part;
  if (p_n >= 1 and v_before < i.size and p_sha256 ~ '^[0-9a-f]{64}$' and length(p_upload) between 1 and 1000) is not true then
    raise exception 'not a part of it' using errcode = 'EF014';
  end if;
  headers := jsonb_build_object('content-length', least(v_part, i.size - v_before), 'x-amz-checksum-sha256', encode(decode(p_sha256, 'hex'), 'base64'));
  url := files.address('PUT', files.key_of(p_file, i.sha256), jsonb_build_object('partNumber', p_n, 'uploadId', p_upload), headers);
end $$;

create function files.presign_complete(p_file uuid, p_upload text) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare i record;
begin
  i := files.to_store(p_file, 's3');
  if (length(p_upload) between 1 and 1000) is not true then raise exception 'no upload' using errcode = 'EF014'; end if;
  return files.address('POST', files.key_of(p_file, i.sha256), jsonb_build_object('uploadId', p_upload));
end $$;

-- Also of a file that is thrown away by now: who gave up clears up.
create function files.presign_abort(p_file uuid, p_upload text) returns text
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare me constant uuid := files.here(); i record;
begin
  select * into i from files.item(p_file);
  if i.kind is null or not (identity.is_office() or 'guru' = any (identity.roles_of(me)) and i.kind <> 'photo' and i.uploaded_by = me) then
    raise exception 'no such file' using errcode = '42501';
  end if;
  if (length(p_upload) between 1 and 1000) is not true then raise exception 'no upload' using errcode = 'EF014'; end if;
  return files.address('DELETE', files.key_of(p_file, i.sha256), jsonb_build_object('uploadId', p_upload));
end $$;

-- The client's word: the S3 took exactly the announced bytes, or nobody will be able to fetch them.
create function files.stored(p_file uuid) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare i record;
begin
  i := files.to_store(p_file, 's3');
  insert into files.object (file_id, sha256, size, place, key) values (p_file, i.sha256, i.size, 's3', files.key_of(p_file, i.sha256)) on conflict do nothing;
  perform files.mark(p_file, i.kind, i.scope, 's3');
end $$;

-- Without an S3: pieces of 1 MiB in this database, numbered from 0.

create function files.put_chunk(p_file uuid, p_n int, p_data bytea) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare i record; v_before constant bigint := p_n * 1048576::bigint;
begin
  i := files.to_store(p_file, 'database');
  if (p_n >= 0 and v_before < i.size and octet_length(p_data) = least(1048576, i.size - v_before)) is not true then
    raise exception 'not a piece of it' using errcode = 'EF014';
  end if;
  if files.used() + octet_length(p_data) > (select quota from files.storage) then raise exception 'no room' using errcode = 'EF011'; end if;
  insert into files.chunk (file_id, sha256, n, data) values (p_file, i.sha256, p_n, p_data)
  on conflict (file_id, sha256, n) do nothing;      -- sent again and again it would fill the disk
end $$;

-- Which pieces have arrived: an interrupted upload goes on from there.
create function files.chunks(p_file uuid) returns int[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare i record;
begin
  i := files.to_store(p_file, 'database');
  return array(select n from files.chunk where file_id = p_file and sha256 = i.sha256 order by n);
end $$;

-- True: all is there, and it is what was announced. False: it is not, and the pieces are gone.
create function files.finish(p_file uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare i record; v_size bigint; v_data bytea;
begin
  i := files.to_store(p_file, 'database');
  select sum(octet_length(data)) into v_size from files.chunk where file_id = p_file and sha256 = i.sha256;
  if v_size = i.size then
    select string_agg(data, ''::bytea order by n) into v_data from files.chunk where file_id = p_file and sha256 = i.sha256;
  end if;
  if encode(sha256(v_data), 'hex') is distinct from i.sha256 then
    delete from files.chunk where file_id = p_file and sha256 = i.sha256;
    return false;
  end if;
  insert into files.object (file_id, sha256, size, place, key) values (p_file, i.sha256, i.size, 'database', '');
  perform files.mark(p_file, i.kind, i.scope, 'database');
  return true;
end $$;

create function files.get_chunk(p_file uuid, p_n int) returns bytea
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare i record;
begin
  i := files.to_fetch(p_file);
  if i.stored <> 'database' then raise exception 'another kind of storage' using errcode = 'EF013'; end if;
  return (select data from files.chunk where file_id = p_file and sha256 = i.sha256 and n = p_n);
end $$;

-- For the jobs' functions, which have judged the job: an address to fetch from, null where there is none; and pieces, where there is no S3.
create function files.job_url(p_file uuid) returns text language sql volatile set search_path = pg_catalog, pg_temp as $$
  select files.address('GET', o.key, jsonb_build_object('response-content-type', i.media_type))
    from files.item(p_file) i join files.object o on o.file_id = p_file and o.sha256 = i.sha256 and o.place = 's3' where i.stored = 's3' and not i.deleted and i.kind = 'file'
$$;
create function files.job_chunk(p_file uuid, p_n int) returns bytea language sql stable set search_path = pg_catalog, pg_temp as $$
  select c.data from files.item(p_file) i join files.chunk c on c.file_id = p_file and c.sha256 = i.sha256 and c.n = p_n where i.stored = 'database' and not i.deleted and i.kind = 'file'
$$;

grant execute on function files.limits(), files.presign_put(uuid), files.presign_get(uuid), files.begin_parts(uuid), files.presign_part(uuid, text, int, text),
  files.presign_complete(uuid, text), files.presign_abort(uuid, text), files.stored(uuid), files.put_chunk(uuid, int, bytea), files.chunks(uuid),
  files.finish(uuid), files.get_chunk(uuid, int) to ems_user;
set role ems_admin;
