"""The timetable, on people's machines: versions of a semester, bell schedule, rooms, and no two lessons in one place."""

from ems_desktop.store.migrations.sql import run_files

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    run_files("0007", "ems_owner", "tables", "schedules")


def downgrade() -> None:
    run_files("0007", "ems_owner", "down")
