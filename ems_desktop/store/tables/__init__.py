"""The portable tables: one definition for PostgreSQL and for the file on this computer. Names are the structure documents'."""

from ems_desktop.store.tables.base import CATALOGUE, DIRECTORY, OFFICE, SCHOOL, ScopeKind, Synced, metadata
from ems_desktop.store.tables.files import MOST_LETTERS, MOST_PHOTO, files, photos
from ems_desktop.store.tables.grades import assessments, grade_sheets, grades, scores
from ems_desktop.store.tables.materials import MATERIAL_FIELDS, catalogue, materials, sheet_rows
from ems_desktop.store.tables.people import ROLES, student_private, students, user_roles, users
from ems_desktop.store.tables.questions import (
    QUESTION_FIELDS,
    bank_soal,
    question_banks,
    question_media,
    question_papers,
    question_stimuli,
    question_versions,
)
from ems_desktop.store.tables.rosters import classes, enrolments, subject_students, subject_teachers, subjects
from ems_desktop.store.tables.school import assessment_kinds, school, semesters
from ems_desktop.store.tables.timetable import periods, rooms, schedule_teachers, schedules, timetables, unavailable

SYNCED = (
    school, semesters, assessment_kinds,
    users, user_roles, students, student_private, photos,
    classes, subjects, subject_teachers, enrolments, subject_students,
    grade_sheets, assessments, scores, grades,
    catalogue, files, materials, sheet_rows,
    rooms, timetables, periods, unavailable, schedules, schedule_teachers,
    question_banks, question_stimuli, question_media, bank_soal, question_versions, question_papers,
)  # fmt: skip


def spec(name: str) -> Synced:
    """What sync may do with the table of this name. KeyError for a table that is not synced."""
    return metadata.tables[f"ems.{name}"].info["synced"]  # type: ignore[no-any-return]


__all__ = [
    "CATALOGUE", "DIRECTORY", "MATERIAL_FIELDS", "MOST_LETTERS", "MOST_PHOTO", "OFFICE", "QUESTION_FIELDS", "ROLES", "SCHOOL", "SYNCED", "ScopeKind", "Synced",
    "assessment_kinds", "assessments", "bank_soal", "catalogue", "classes", "enrolments", "files", "grade_sheets", "grades", "materials", "metadata", "periods", "photos", "question_banks", "question_media", "question_papers", "question_stimuli", "question_versions", "rooms", "schedule_teachers", "schedules", "school", "scores",
    "semesters", "sheet_rows", "spec", "student_private", "students", "subject_students", "subject_teachers", "subjects", "timetables", "unavailable", "user_roles", "users",
]  # fmt: skip
