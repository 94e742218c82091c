"""Jobs: their material, claim, progress, log and end; the secret of n8n's tickets."""

from ems_desktop.store.migrations.sql import run_files

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    run_files("0005", "ems_owner", "jobs")
    run_files("0005", "ems_core", "secret")


def downgrade() -> None:
    run_files("0005", "ems_core", "down_secret")
    run_files("0005", "ems_owner", "down_jobs")
