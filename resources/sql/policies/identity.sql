-- Secrets belong to ems_core's functions. Push sees its own session's device only: it locks it and counts.
set role ems_core;
create policy push_own on identity.device to ems_writer using (login = session_user) with check (login = session_user);
grant select (id, login, user_id, valid_until, revoked_at, last_seq), update (last_seq) on identity.device to ems_writer;
set role ems_admin;
