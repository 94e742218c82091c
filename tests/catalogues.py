"""A catalogue in a person's file as a pull would leave it, for tests that need no server and no Sheet."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ems_desktop.services.people import Person
from ems_desktop.store import tables as t
from ems_desktop.store.local import LocalStore
from tests.schools import uid

PULLED_AT = "2026-11-20 02:31:00+00"
SHEET = (
    ("material_title", "MATERIAL_TITLE"), ("subject_name", "SUBJECT_NAME"), ("material_desc", "MATERIAL_DESC"),
    ("material_type", "MATERIAL_TYPE"), ("material_level", "MATERIAL_LEVEL"), ("material_theme", "MATERIAL_THEME"),
    ("material_subtheme", "MATERIAL_SUBTHEME"), ("sumber", "Sumber"),
)  # fmt: skip
PUPIL = Person(uid(), "Citra Ayu Lestari", frozenset({"siswa"}))


def sheet_columns(store: LocalStore, *columns: tuple[str, str]) -> None:
    """The Sheet's header row, as (key, header); by default the seven and one of its own."""
    listed = [{"key": key, "header": header} for key, header in columns or SHEET]
    with store.applying() as session:
        session.execute(sa.delete(t.catalogue))
        session.execute(sa.insert(t.catalogue).values(id=t.CATALOGUE, scope_id=t.CATALOGUE, columns=listed))


def pulled(store: LocalStore, *entries: dict[str, Any], at: str = PULLED_AT, by: str | None = None) -> tuple[str, ...]:
    """Entries that somebody else made, by what their columns hold. Their ids."""
    ids = tuple(uid() for _ in entries)
    stamp = {"scope_id": t.CATALOGUE, "rev": 1, "updated_by": by}
    empty: dict[str, Any] = dict.fromkeys(t.MATERIAL_FIELDS, "") | {"extra": {}, "clash": None, "reviewed": {}, "deleted": False}
    with store.applying() as session:
        session.execute(sa.insert(t.materials), [{"id": one} | stamp | empty | entry for one, entry in zip(ids, entries, strict=True)])
        for one in ids:
            session.execute(sa.text("update materials set updated_at = :at where id = :id"), {"at": at, "id": one})
    return ids


def many(store: LocalStore, count: int = 5_000) -> tuple[str, ...]:
    """A large catalogue: as many entries, of ten subjects, with descriptions of a usual length."""
    subjects = (
        "Bahasa Indonesia",
        "Matematika",
        "IPA",
        "IPS",
        "Bahasa Inggris",
        "Informatika",
        "PPKn",
        "Seni Budaya",
        "PJOK",
        "Bahasa Sunda",
    )
    desc = "Menjelaskan pendahuluan, isi, dan simpulan, dengan dua contoh dan latihan yang dikerjakan berpasangan di kelas. " * 2
    return pulled(
        store,
        *(
            {
                "subject_name": subjects[n % 10], "material_title": f"Materi nomor {n:04} tentang bab {n % 12 + 1}", "material_desc": desc,
                "material_type": ("PDF", "PPTX", "Video")[n % 3], "material_level": ("VII", "VIII", "IX")[n % 3],
                "material_theme": f"Tema {n % 20}", "material_subtheme": f"Subtema {n % 40}",
            }
            for n in range(count)
        ),
    )  # fmt: skip


def clashed(store: LocalStore, material: str, key: str, base: str, mine: str, theirs: str, *, by: str = "", at: str = "") -> None:
    """The merge found both sides changed: the Sheet's value stands in the cell, mine waits."""
    sides = {key: {"base": base, "mine": mine, "theirs": theirs, "by": by, "at": at or "2026-11-22T02:30:00+00:00"}}
    with store.applying() as session:
        now = session.execute(sa.select(t.materials.c.clash).where(t.materials.c.id == material)).scalar() or {}
        here = {key: theirs} if key in t.MATERIAL_FIELDS else {}
        session.execute(sa.update(t.materials).where(t.materials.c.id == material).values(here | {"clash": now | sides}))
