"""What JSON of the catalogue holds, said strictly."""

from ems_desktop.store.migrations.sql import run_files

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    run_files("0007", "ems_owner", "json")


def downgrade() -> None:
    run_files("0007", "ems_owner", "down")
