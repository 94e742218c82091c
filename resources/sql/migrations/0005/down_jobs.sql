-- 0005, back: the jobs stay, without what they knew of their run.
drop index ems.ix_jobs_queued_at;
alter table ems.jobs
  drop constraint ck_jobs_ended, drop constraint ck_jobs_failed_for_a_reason,
  alter column deadline drop not null, alter column deadline drop default,
  drop column material_id, drop column params, drop column given, drop column attempt, drop column queued_at, drop column claim, drop column claimed_at,
  drop column seen_at, drop column percent, drop column note, drop column log, drop column execution, drop column execution_status,
  drop column sweeps, drop column detail, drop column ended_at;
