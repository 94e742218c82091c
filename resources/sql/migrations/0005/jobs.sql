-- 0005: jobs have a material, an owner of the moment (n8n's claim), progress, a log and an end. Frozen: later changes are later revisions.
alter table ems.jobs
  add column material_id uuid,
  add column params jsonb not null default '{}',
  add column given jsonb,
  add column attempt int not null default 1,
  add column queued_at timestamptz not null default clock_timestamp(),
  add column claim uuid,
  add column claimed_at timestamptz,
  add column seen_at timestamptz,
  add column percent smallint,
  add column note text,
  add column log jsonb not null default '[]',
  add column execution text,
  add column execution_status text,
  add column sweeps smallint not null default 0,
  add column detail text,
  add column ended_at timestamptz,
  add constraint fk_jobs_material_id foreign key (material_id) references ems.materials (id);
update ems.jobs set deadline = coalesce(deadline, created_at + interval '15 minutes'),
                    ended_at = case when status <> 'PROCESSING' then updated_at end,
                    reason = case when status = 'FAILED' then coalesce(reason, 'workflow') end;
alter table ems.jobs
  alter column deadline set default clock_timestamp() + interval '15 minutes',
  alter column deadline set not null,
  add constraint ck_jobs_ended check ((status = 'PROCESSING') = (ended_at is null)),
  add constraint ck_jobs_failed_for_a_reason check ((status = 'FAILED') = (reason is not null)),
  add constraint ck_jobs_percent_range check (percent between 0 and 100);
create index ix_jobs_material_id on ems.jobs (material_id);
create index ix_jobs_queued_at on ems.jobs (queued_at) where status = 'PROCESSING';
