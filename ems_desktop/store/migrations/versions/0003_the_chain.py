"""The audit's hash chain: places and links in the journal, the heads of the scopes, the chain of what came by hand."""

from ems_desktop.store.migrations.sql import run_files

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    run_files("0003", "ems_owner", "chain")


def downgrade() -> None:
    run_files("0003", "ems_owner", "down")
