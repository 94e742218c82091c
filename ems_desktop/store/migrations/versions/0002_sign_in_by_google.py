"""Sign-in by Google: keys, settings, spent nonces; more buckets against guessing."""

from ems_desktop.store.migrations.sql import run_files

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    run_files("0002", "ems_core", "google")


def downgrade() -> None:
    run_files("0002", "ems_admin", "down")
