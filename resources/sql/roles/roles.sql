-- Roles of the school, for the whole server, idempotent. Run by the host's administrator: CREATEROLE and CREATEDB, no superuser needed.
--   ems_admin    NOLOGIN  installs and repairs: the host's administrator becomes it
--   ems_owner    NOLOGIN  owns the tables; nobody is a member but ems_admin
--   ems_core     NOLOGIN  owns the identity functions and the secrets
--   ems_writer   NOLOGIN  owns sync.push: holds the only write grants on synced tables, and is judged by row policies itself
--   ems_retention NOLOGIN erases old values from the trail, and can do nothing else
--   ems_keeper   NOLOGIN  CREATEROLE: owns the functions that make, renew and end login roles
--   ems_user     NOLOGIN  group of all device logins; ems_office, ems_teacher, ems_student follow ems.user_roles
--   ems_gate     LOGIN    the shared door: may EXECUTE the sign-in functions, nothing else; keeper.heal_gate gives it its places
--   ems_google_keys NOLOGIN  whoever brings Google's keys: may EXECUTE identity.put_google_keys, nothing else
--   ems_n8n      LOGIN    n8n's own: may EXECUTE what takes, reports and ends a job, nothing else; no password until one is given to it
do $$
begin
  if to_regrole('ems_admin') is null then create role ems_admin nologin createrole createdb; end if;
  execute format('grant ems_admin to %I', current_user);
end $$;
set role ems_admin;
do $$
declare r text;
begin
  foreach r in array array['ems_owner','ems_core','ems_writer','ems_retention','ems_user','ems_office','ems_teacher','ems_student','ems_google_keys'] loop
    if to_regrole(r) is null then execute format('create role %I nologin', r); end if;
  end loop;
  if to_regrole('ems_keeper') is null then create role ems_keeper nologin createrole; end if;
  if to_regrole('ems_gate') is null then create role ems_gate login connection limit 5; end if;
  if to_regrole('ems_n8n') is null then create role ems_n8n login noinherit connection limit 10; end if;
  foreach r in array array['ems_owner','ems_core','ems_writer','ems_retention','ems_keeper','ems_google_keys'] loop
    execute format('grant %I to ems_admin', r);
  end loop;
  -- The keeper puts logins into these groups; it must neither inherit from them nor become them. The gate's and n8n's sessions it must be able to end.
  foreach r in array array['ems_user','ems_office','ems_teacher','ems_student'] loop
    execute format('grant %I to ems_keeper with admin true, inherit false, set false', r);
  end loop;
  grant ems_gate to ems_keeper with admin true, inherit true, set false;
  grant ems_n8n to ems_keeper with inherit true, set false;
end $$;
reset role;
