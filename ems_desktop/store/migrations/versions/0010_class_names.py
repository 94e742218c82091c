"""The name of its class on each lesson of a timetable."""

from ems_desktop.store.migrations.sql import run_files

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    run_files("0010", "ems_owner", "class_names")


def downgrade() -> None:
    run_files("0010", "ems_owner", "down")
