"""The question bank, on people's machines: a bank for each subject of the school, with shared texts, pictures, versions and papers."""

from ems_desktop.store.migrations.sql import run_files

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    run_files("0009", "ems_owner", "tables", "questions")


def downgrade() -> None:
    run_files("0009", "ems_owner", "down")
