-- Jobs for n8n. A row is there before anybody is told of it, and each ends once: COMPLETED, or FAILED with a reason. Whoever works on a
-- job holds its claim, a fencing token: an answer under another claim, or after the end, comes too late. The server's clock is the only one.
set role ems_core;

-- A log of at most a hundred entries: the first and the newest.
create function jobs.logged(p_log jsonb, p_what text, p_note text default null) returns jsonb
language sql stable set search_path = pg_catalog, pg_temp as $$
  select case when jsonb_array_length(p_log) < 100 then p_log else p_log - 1 end
         || jsonb_strip_nulls(jsonb_build_object('at', clock_timestamp(), 'what', p_what, 'note', left(p_note, 500)))
$$;

-- Who is at the program and may have jobs: the staff.
create function jobs.staff(out me uuid, out office boolean)
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare v_roles text[];
begin
  me := identity.me(); v_roles := identity.roles_of(me); office := 'kurikulum' = any (v_roles);
  if me is null then raise exception 'session ended' using errcode = '28000'; end if;
  if not v_roles && '{kurikulum,guru}' then raise exception 'only staff have jobs' using errcode = '42501'; end if;
  if current_setting('synchronous_commit') = 'off' then raise exception 'synchronous_commit is off' using errcode = '55000'; end if;
end $$;

-- This job, locked, if it is this person's, or the office asks. Another's job is the same as none.
create function jobs.mine(p_job uuid) returns ems.jobs
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare w record; j ems.jobs;
begin
  w := jobs.staff();
  select * into j from ems.jobs where id = p_job and (user_id = w.me or w.office) for update;
  if not found then raise exception 'no job of yours' using errcode = '42501'; end if;
  return j;
end $$;

-- The one way to FAILED. Answers whether the job was still running.
create function jobs.end_badly(p_job uuid, p_reason text, p_detail text, p_what text default 'failed') returns boolean
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
begin
  update ems.jobs set status = 'FAILED', reason = p_reason, detail = left(p_detail, 2000), ended_at = clock_timestamp(),
                      updated_at = clock_timestamp(), log = jobs.logged(log, p_what, p_detail)
   where id = p_job and status = 'PROCESSING';
  return found;
end $$;

-- Whether this person has room for another one.
create function jobs.room(p_person uuid, p_most int) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select count(*) < p_most from ems.jobs where user_id = p_person and status = 'PROCESSING'
$$;

create function jobs.queue(p_person uuid, p_kind text, p_material uuid, p_params jsonb) returns uuid
language sql volatile set search_path = pg_catalog, pg_temp as $$
  insert into ems.jobs (user_id, kind, material_id, params, log)
  values (p_person, p_kind, p_material, coalesce(p_params, '{}'), jobs.logged('[]', 'queued')) returning id
$$;

-- For people

-- A second click finds the job of the first.
create function jobs.start(p_kind text, p_material uuid, p_params jsonb default '{}') returns uuid
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare w record; v uuid;
begin
  w := jobs.staff();
  if not coalesce(p_kind in ('analysis', 'description', 'questions'), false)
     or jsonb_typeof(coalesce(p_params, '{}')) <> 'object' or octet_length(p_params::text) > 10000
     or not sync.readable(coalesce(p_params, '{}')) then
    raise exception 'no such job' using errcode = '22023';
  end if;
  if not exists (select from ems.materials where id = p_material and not deleted) then
    raise exception 'no such material' using errcode = '42501';
  end if;
  select id into v from ems.jobs
   where user_id = w.me and kind = p_kind and material_id = p_material and status = 'PROCESSING' and params = coalesce(p_params, '{}') limit 1;
  if v is not null then return v; end if;
  if not jobs.room(w.me, 200) then
    raise exception 'too many jobs at once' using errcode = '54000';
  end if;
  return jobs.queue(w.me, p_kind, p_material, p_params);
end $$;

-- False: it is running, or has succeeded.
create function jobs.retry(p_job uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare j ems.jobs := jobs.mine(p_job);
begin
  if j.status <> 'FAILED' then return false; end if;
  if not jobs.room(j.user_id, 200) then raise exception 'too many jobs at once' using errcode = '54000'; end if;
  update ems.jobs set status = 'PROCESSING', attempt = attempt + 1, queued_at = clock_timestamp(), deadline = clock_timestamp() + interval '15 minutes',
                      claim = null, claimed_at = null, seen_at = null, percent = null, note = null, execution = null, execution_status = null,
                      sweeps = 0, reason = null, detail = null, ended_at = null, updated_at = clock_timestamp(), log = jobs.logged(log, 'retried')
   where id = j.id;
  return true;
end $$;

-- False: it had ended.
create function jobs.cancel(p_job uuid) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare j ems.jobs := jobs.mine(p_job);
begin return jobs.end_badly(j.id, 'cancelled', null, 'cancelled'); end $$;

-- What opens n8n's webhook for this job, for five minutes (RFC 7519, HS256). Null: there is nothing to be told, somebody works on it, or it ended.
create function jobs.ticket(p_job uuid) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  j ems.jobs := jobs.mine(p_job);
  v_now constant bigint := extract(epoch from clock_timestamp())::bigint;
  v text;
begin
  if j.status <> 'PROCESSING' or j.claim is not null then return null; end if;
  v := identity.to_base64url(convert_to('{"alg":"HS256","typ":"JWT"}', 'UTF8')) || '.' || identity.to_base64url(convert_to(json_build_object(
         'iss', 'ems', 'aud', 'n8n', 'sub', j.id, 'att', j.attempt, 'iat', v_now, 'exp', v_now + 300)::text, 'UTF8'));
  return v || '.' || identity.to_base64url(identity.hmac_sha256((select convert_to(secret, 'UTF8') from jobs.secret), convert_to(v, 'UTF8')));
end $$;

-- Anybody may ask, once a minute it counts: what is past its deadline for the third time has failed. Answers how many did.
create function jobs.sweep() returns int
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare n int;
begin
  if session_user <> 'ems_n8n' and identity.me() is null then raise exception 'session ended' using errcode = '28000'; end if;
  perform from jobs.sweeping where at < clock_timestamp() - interval '1 minute' for update skip locked;
  if not found then return 0; end if;
  update jobs.sweeping set at = clock_timestamp();
  update ems.jobs set sweeps = sweeps + 1, updated_at = clock_timestamp()      -- who holds one of them holds up that one alone
   where id in (select id from ems.jobs where status = 'PROCESSING' and deadline < clock_timestamp() for update skip locked);
  select count(*) filter (where jobs.end_badly(id, 'overdue', null, 'overdue')) into n
    from (select id from ems.jobs where status = 'PROCESSING' and sweeps >= 3 for update skip locked) q;
  return n;
end $$;

-- For n8n's own login

-- The file of a material as n8n shall fetch it: {"url", "name", "media_type", "size"}; null: it has none, or it lies in the database.
create function jobs.file(p_file uuid) returns jsonb
language sql volatile set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('url', u.url, 'name', f.name, 'media_type', f.media_type, 'size', f.size)
    from ems.files f, files.job_url(f.id) u(url) where f.id = p_file and u.url is not null
$$;

-- What is proposed for, and given to whoever works on a job.
create function jobs.fields(m ems.materials) returns jsonb
language sql immutable set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object('subject_name', m.subject_name, 'material_title', m.material_title, 'material_desc', m.material_desc,
                            'material_type', m.material_type, 'material_level', m.material_level, 'material_theme', m.material_theme,
                            'material_subtheme', m.material_subtheme)
$$;

create function jobs.told(j ems.jobs) returns jsonb
language sql volatile set search_path = pg_catalog, pg_temp as $$
  select jsonb_build_object(
      'id', j.id, 'attempt', j.attempt, 'claim', j.claim, 'kind', j.kind, 'params', j.params, 'deadline', j.deadline,
      'material', coalesce(j.given, jobs.fields(null)),
      'file', jobs.file(m.file_id))
    from (select) one left join ems.materials m on m.id = j.material_id
$$;

-- This job, or the oldest that waits for over a minute; whose claim has shown no sign of life for five minutes is taken over. No row: none.
create function jobs.claim(p_job uuid default null, p_execution text default null) returns table (job jsonb)
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare j ems.jobs; v_now constant timestamptz := clock_timestamp();
begin
  select * into j from ems.jobs q
   where q.status = 'PROCESSING' and q.deadline > v_now and (p_job is null or q.id = p_job)
     and (q.claim is null and (p_job is not null or q.queued_at < v_now - interval '1 minute') or q.seen_at < v_now - interval '5 minutes')
   order by q.queued_at limit 1 for update skip locked;
  if not found then return; end if;
  update ems.jobs q set claim = gen_random_uuid(), claimed_at = v_now, seen_at = v_now, percent = 0, note = null,
                        execution = left(p_execution, 100), execution_status = case when p_execution is not null then 'running' end,
                        given = (select jobs.fields(m) from ems.materials m where m.id = q.material_id),
                        updated_at = v_now, log = jobs.logged(log, 'claimed')
   where q.id = j.id returning q.* into j;
  job := jobs.told(j);
  return next;
end $$;

-- False: the job is no longer this claim's, so stop.
create function jobs.progress(p_job uuid, p_claim uuid, p_percent int, p_note text, p_execution text default null) returns boolean
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  update ems.jobs set percent = least(greatest(coalesce(p_percent, percent), 0), 100), note = left(p_note, 500), seen_at = clock_timestamp(),
                      execution = coalesce(left(p_execution, 100), execution), updated_at = clock_timestamp(),
                      log = case when left(p_note, 500) is distinct from note then jobs.logged(log, 'progress', p_note) else log end
   where id = p_job and claim = p_claim and status = 'PROCESSING';
  return found;
end $$;

-- 'done', 'late', or 'too_large': over 1 MB, and the job has failed for it.
create function jobs.complete(p_job uuid, p_claim uuid, p_result jsonb) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  if jsonb_typeof(p_result) is distinct from 'object' or not sync.readable(p_result) then raise exception 'an object wanted' using errcode = '22023'; end if;
  perform from ems.jobs where id = p_job and claim = p_claim and status = 'PROCESSING' for update;
  if not found then return 'late'; end if;
  if octet_length(p_result::text) > 1024 * 1024 then
    perform jobs.end_badly(p_job, 'too_large', null);
    return 'too_large';
  end if;
  update ems.jobs set status = 'COMPLETED', result_json = p_result, percent = 100, note = null, ended_at = clock_timestamp(),
                      updated_at = clock_timestamp(), log = jobs.logged(log, 'completed')
   where id = p_job;
  return 'done';
end $$;

create function jobs.fail(p_job uuid, p_claim uuid, p_reason text, p_detail text) returns text
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform from ems.jobs where id = p_job and claim = p_claim and status = 'PROCESSING' for update;
  if not found then return 'late'; end if;
  perform jobs.end_badly(p_job, case when p_reason ~ '^[a-z][a-z_]{0,39}$' then p_reason else 'workflow' end, p_detail);
  return 'done';
end $$;

-- How n8n's execution stands. One that n8n lost is taken up by the next sweep; one that broke, or that somebody there stopped, ends its job.
create function jobs.execution(p_execution text, p_status text) returns void
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare v_status constant text := left(p_status, 40); v_id uuid;
begin
  select id into v_id from ems.jobs where execution = p_execution order by claimed_at desc nulls last limit 1;
  update ems.jobs set execution_status = v_status, updated_at = clock_timestamp() where id = v_id;
  if v_status = 'crashed' then
    update ems.jobs set claim = null, claimed_at = null, seen_at = null, percent = null, note = null, log = jobs.logged(log, 'crashed')
     where execution = p_execution and status = 'PROCESSING';
  elsif v_status in ('error', 'canceled') then
    perform jobs.end_badly(id, case v_status when 'error' then 'workflow' else 'cancelled' end, null, v_status)
       from ems.jobs where execution = p_execution and status = 'PROCESSING';
  end if;
end $$;

-- A material that somebody adds is analysed, while fewer than 50 of that person's jobs run; the rest is asked for by hand. One that came from
-- the Sheet brings its row of the Sheet in the same change set: at its end both are there.
create function jobs.t_material() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from ems.sheet_rows where id = new.id) and jobs.room(new.updated_by, 50) then perform jobs.queue(new.updated_by, 'analysis', new.id, '{}'); end if;
  return null;
end $$;

grant execute on function jobs.start(text, uuid, jsonb), jobs.retry(uuid), jobs.cancel(uuid), jobs.ticket(uuid), jobs.sweep() to ems_user;
grant execute on function jobs.claim(uuid, text), jobs.progress(uuid, uuid, int, text, text), jobs.complete(uuid, uuid, jsonb),
  jobs.fail(uuid, uuid, text, text), jobs.execution(text, text), jobs.sweep() to ems_n8n;
grant execute on function jobs.t_material() to ems_owner;

set role ems_owner;
create constraint trigger asks_for_analysis after insert on ems.materials deferrable initially deferred for each row
  when (new.updated_by is not null and not new.deleted) execute function jobs.t_material();
set role ems_admin;
