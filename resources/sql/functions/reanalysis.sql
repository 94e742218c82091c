-- Materials whose analysis has grown old are analysed anew, for whoever had it done before. n8n asks at night; how old and how many are its settings.
set role ems_core;

-- Answers how many jobs were queued. A material whose newest analysis failed or runs is left alone.
create function jobs.reanalyse(p_days int, p_most int) returns int
language plpgsql volatile security definer set search_path = pg_catalog, pg_temp as $$
declare
  v_before constant timestamptz := clock_timestamp() - make_interval(days => least(greatest(coalesce(p_days, 365), 1), 36500));
  n int;
begin
  with newest as (
    select distinct on (j.material_id) j.material_id, j.user_id, j.status, j.ended_at from ems.jobs j
     where j.kind = 'analysis' and j.material_id is not null order by j.material_id, j.created_at desc
  ), old as (
    select o.material_id, o.user_id from newest o
      join ems.materials m on m.id = o.material_id and not m.deleted
      join ems.users u on u.id = o.user_id and u.active and not u.deleted
     where o.status = 'COMPLETED' and o.ended_at < v_before
     order by o.ended_at limit least(greatest(coalesce(p_most, 0), 0), 100)
  )
  select count(jobs.queue(user_id, 'analysis', material_id, '{}')) into n from old;
  return n;
end $$;

grant execute on function jobs.reanalyse(int, int) to ems_n8n;
set role ems_admin;
