"""Runs the frozen SQL files of a revision, as the role that shall own what they make."""

from alembic import op

from ems_desktop import paths


def run_files(revision: str, role: str, *names: str) -> None:
    """`resources/sql/migrations/<revision>/<name>.sql` in this order. The files are sent as they are: no parameters, no escapes."""
    driver = op.get_bind().connection.driver_connection
    assert driver is not None
    driver.execute(f"set role {role}")
    for name in names:
        driver.execute(paths.resources("sql", "migrations", revision, f"{name}.sql").read_text(encoding="utf-8"))
    driver.execute("set role ems_admin")
