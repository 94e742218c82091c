"""The first tables: school, people, rosters, grades; scopes and journal; devices and invitations."""

from ems_desktop.store.migrations.sql import run_files

revision = "0001"
down_revision = None


def upgrade() -> None:
    run_files("0001", "ems_owner", "school", "people", "rosters", "grades", "server", "sync")
    run_files("0001", "ems_core", "identity")
    run_files("0001", "ems_keeper", "keeper")


def downgrade() -> None:
    run_files("0001", "ems_admin", "down")
