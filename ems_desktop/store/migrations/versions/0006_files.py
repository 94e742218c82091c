"""Files of the catalogue and photos of the pupils: their rows, and where the bytes are."""

from ems_desktop.store.migrations.sql import run_files

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    run_files("0006", "ems_owner", "tables")
    run_files("0006", "ems_core", "storage")


def downgrade() -> None:
    run_files("0006", "ems_core", "storage_down")
    run_files("0006", "ems_owner", "down")
