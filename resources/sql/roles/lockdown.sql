-- Takes back what only the installation needed. Run as ems_admin, last.
revoke create on schema sync from ems_writer, ems_retention;
