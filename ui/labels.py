"""Tables, columns and values of the school's rows as people call and write them. Knows no Qt."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from ems_desktop.domain.grades import plain
from ems_desktop.domain.timetable.bells import minute
from ems_desktop.i18n import N_, day, number, tr
from ems_desktop.services.timetable_words import clock_words, day_words

_TABLES = {
    "school": N_("School profile"), "semesters": N_("Semester"), "assessment_kinds": N_("Kind of assessment"), "users": N_("Person"),
    "user_roles": N_("Role"), "students": N_("Pupil's data"), "student_private": N_("Pupil's private data"), "classes": N_("Class"),
    "subjects": N_("Subject"), "subject_teachers": N_("Teacher of a subject"), "enrolments": N_("Class list"),
    "subject_students": N_("Pupils of a subject"), "grade_sheets": N_("Grade sheet"), "assessments": N_("Assessment"),
    "scores": N_("Marks"), "grades": N_("Published final grade"), "catalogue": N_("Material catalogue"), "materials": N_("Material"),
    "sheet_rows": N_("Row of the Google Sheet"), "files": N_("File"), "photos": N_("Pupil's photo"),
    "rooms": N_("Room"), "timetables": N_("Timetable"), "periods": N_("Line of the bell schedule"), "unavailable": N_("Closed time"),
    "schedules": N_("Lesson"), "schedule_teachers": N_("Teacher of a lesson"),
    "question_banks": N_("Question bank"), "bank_soal": N_("Question"), "question_stimuli": N_("Shared text"), "question_media": N_("Picture of a question"),
    "question_versions": N_("Earlier version of a question"), "question_papers": N_("Exam paper"),
}  # fmt: skip
_COLUMNS = {
    "name": N_("Name"), "email": N_("Email"), "nip": N_("NIP"), "role": N_("Main role"), "active": N_("Active"), "deleted": N_("Removed"),
    "nisn": N_("NISN"), "nipd": N_("NIPD"), "gender": N_("Sex"), "birth_place": N_("Place of birth"), "birth_date": N_("Date of birth"),
    "religion": N_("Religion"), "state": N_("State"), "left_on": N_("Left on"), "left_reason": N_("Reason for leaving"),
    "nik": N_("NIK"), "family_card": N_("Family card number"), "address": N_("Address"), "phone": N_("Phone"),
    "father_name": N_("Father's name"), "mother_name": N_("Mother's name"), "guardian_name": N_("Guardian's name"), "extra": N_("Other data"),
    "teacher_id": N_("Homeroom teacher"), "grade_level": N_("Grade level"), "year": N_("Year"), "kind": N_("Kind"), "code": N_("Code"),
    "position": N_("Order"), "kktp": N_("KKTP"), "class_id": N_("Class"), "listed": N_("Only listed pupils"), "number": N_("Number"),
    "joined_on": N_("Joined on"), "rounding": N_("Rounding"), "weights": N_("Weights"), "subject_id": N_("Subject"),
    "semester_id": N_("Semester"), "title": N_("Title"), "topic": N_("Topic"), "objective": N_("Learning objective"),
    "held_on": N_("Date"), "weight": N_("Weight"), "maximum": N_("Maximum"), "locked": N_("Locked"), "value": N_("Mark"),
    "first_value": N_("First mark"), "note": N_("Note"), "student_id": N_("Pupil"), "semester": N_("Semester"),
    "grade_value": N_("Final grade"), "npsn": N_("NPSN"), "city": N_("City or regency"), "province": N_("Province"),
    "timezone": N_("Time zone"), "head_name": N_("Head's name"), "head_nip": N_("Head's NIP"), "letterhead": N_("Letterhead"),
    "logo": N_("Logo"), "starts_on": N_("Starts on"), "ends_on": N_("Ends on"), "short": N_("Short name"),
    "subject_name": N_("Subject"), "material_title": N_("Title"), "material_desc": N_("Description"), "material_type": N_("Type"),
    "material_level": N_("Level"), "material_theme": N_("Theme"), "material_subtheme": N_("Subtheme"), "clash": N_("Clash with the Sheet"),
    "reviewed": N_("Proposals reviewed"), "file_id": N_("File"), "columns": N_("Columns"), "version": N_("Version"), "mark": N_("Mark in the Sheet"), "cells": N_("Cells"),
    "media_type": N_("Kind of file"), "size": N_("Size"), "sha256": N_("Checksum"),
    "day_of_week": N_("Day"), "start_time": N_("Begins"), "end_time": N_("Ends"), "periods": N_("Lesson hours (JP)"), "room_id": N_("Room"),
    "joint": N_("Joint lesson"), "parallel": N_("Groups at the same time"), "shift": N_("Shift"), "resource": N_("For"),
    "resource_id": N_("Who or what"), "reason": N_("Reason"),
    "body": N_("Text"), "question_text": N_("Question text"), "options": N_("Options"), "correct_answer": N_("Key"), "stimulus_id": N_("Shared text"),
    "tags": N_("Tags"), "level": N_("Cognitive level"), "difficulty": N_("Difficulty"), "status": N_("Status"), "author": N_("Author"),
    "origin": N_("Origin"), "written_at": N_("Written at"), "item_id": N_("Question"), "content": N_("Content"), "settings": N_("Settings"), "items": N_("Questions"),
}  # fmt: skip
_VALUES = {
    ("state", "active"): N_("active"), ("state", "left"): N_("left the school"), ("state", "graduated"): N_("graduated"),
    ("state", "planned"): N_("planned"), ("state", "open"): N_("open"), ("state", "closed"): N_("closed"),
    ("state", "excused"): N_("Excused"), ("state", "missing"): N_("Missing"),
    ("state", "draft"): N_("draft"), ("state", "published"): N_("in force"), ("state", "archived"): N_("archived"),
    ("resource", "class"): N_("Class"), ("resource", "teacher"): N_("Teacher"), ("resource", "room"): N_("Room"),
    ("kind", "lesson"): N_("lesson"), ("kind", "break"): N_("break"), ("kind", "ceremony"): N_("ceremony"), ("kind", "prayer"): N_("prayer"),
    ("kind", "other"): N_("other"),
    ("kind", "single"): N_("single choice"), ("kind", "multiple"): N_("multiple choice"), ("kind", "true_false"): N_("true or false"),
    ("kind", "matching"): N_("matching"), ("kind", "short"): N_("short answer"), ("kind", "essay"): N_("essay"),
    ("status", "draft"): N_("draft"), ("status", "ready"): N_("ready"), ("status", "retired"): N_("retired"),
    ("difficulty", "easy"): N_("easy"), ("difficulty", "medium"): N_("medium"), ("difficulty", "hard"): N_("hard"),
    ("gender", "L"): N_("boy"), ("gender", "P"): N_("girl"),
    ("role", "kurikulum"): N_("Office"), ("role", "guru"): N_("Teacher"), ("role", "siswa"): N_("Student"),
    ("kind", "regular"): N_("regular"), ("kind", "elective"): N_("elective"), ("kind", "extracurricular"): N_("extracurricular"),
    ("rounding", "half_up"): N_("half up"), ("rounding", "half_even"): N_("half to even"), ("rounding", "down"): N_("down"),
}  # fmt: skip


_DATES = ("birth_date", "left_on", "joined_on", "held_on", "starts_on", "ends_on")
_TIMES = ("start_time", "end_time")


def table_word(tbl: str) -> str:
    return tr(_TABLES[tbl]) if tbl in _TABLES else tbl


def column_word(column: str) -> str:
    return tr(_COLUMNS[column]) if column in _COLUMNS else column


def known_value(column: str, value: str) -> str:
    """A value of a fixed list in words; any other text as it is."""
    found = _VALUES.get((column, value))
    return tr(found) if found else value


def value_words(column: str, value: Any) -> str:
    """A value as it travels, as people write it; nothing is the word for it."""
    if value is None or value == "":
        return tr("empty")
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if column == "day_of_week":
        return day_words(value)
    if isinstance(value, int | float | Decimal):
        return mark_words(value)
    if isinstance(value, dict | list):
        return ", ".join(f"{k} {value_words(k, v)}" for k, v in value.items()) if isinstance(value, dict) else json.dumps(value)
    return _text_words(column, str(value))


def _text_words(column: str, value: str) -> str:
    if column in _DATES:
        return day(date.fromisoformat(value))
    return clock_words(minute(value)) if column in _TIMES else known_value(column, value)


def mark_words(value: float | Decimal) -> str:
    return number(plain(Decimal(str(value))))


def cell_words(cell: Mapping[str, Any]) -> str:
    """A score in one word: its state, its mark, its note, or that it is empty."""
    if cell.get("state"):
        return known_value("state", cell["state"])
    if cell.get("value") is not None:
        return mark_words(cell["value"])
    if cell.get("note") and "value" not in cell:
        return str(cell["note"])
    return tr("empty")
