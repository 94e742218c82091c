"""What JSON of the catalogue holds, said strictly."""

from ems_desktop.store.migrations.sql import run_files

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    run_files("0008", "ems_owner", "json")


def downgrade() -> None:
    run_files("0008", "ems_owner", "down")
