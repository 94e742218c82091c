"""The material catalogue: entries, what the Sheet held, its columns."""

from ems_desktop.store.migrations.sql import run_files

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    run_files("0004", "ems_owner", "catalogue")


def downgrade() -> None:
    run_files("0004", "ems_owner", "down")
