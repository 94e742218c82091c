"""The question bank. A bank belongs to one subject of the school, whatever classes it is taught in, and is a scope: who teaches that
subject reads and writes it. Schools get their banks by a trigger, one for each subject's name (`resources/sql/functions/questions.sql`).

Texts are markup (`ems_desktop/domain/questions/markup.py`); `bank_soal` is the structure document's table.
"""

import sqlalchemy as sa

from ems_desktop.domain.questions.checks import LONGEST
from ems_desktop.domain.questions.item import DIFFICULTIES, KINDS, LEVELS, MAX_PICTURE, STATUSES
from ems_desktop.store.tables.base import Synced, created, key, length, one_of, parent, synced
from ems_desktop.store.tables.files import MOST_LETTERS
from ems_desktop.store.tables.materials import at_school
from ems_desktop.store.tables.types import Json, Key

QUESTION_FIELDS = (
    "question_text",
    "options",
    "correct_answer",
    "kind",
    "title",
    "stimulus_id",
    "tags",
    "objective",
    "level",
    "difficulty",
    "status",
)

question_banks = synced(
    "question_banks",  # the id is the scope's
    Synced("bank", ("id",), ("deleted",)),
    key(),
    sa.Column("name", sa.Text, nullable=False),  # as the first of its subjects was called
    created(),
    sa.CheckConstraint("id = scope_id and not deleted", name="only_one"),
    length("name", 1, 200),
)

question_stimuli = synced(
    "question_stimuli",  # what several questions are about
    Synced("bank", ("id",), ("title", "body", "deleted")),
    key(),
    sa.Column("title", sa.Text, nullable=False, server_default=""),
    sa.Column("body", sa.Text, nullable=False, server_default=""),
    created(),
    length("title", 0, MOST_LETTERS),
    length("body", 0, LONGEST),
    sa.ForeignKeyConstraint(["scope_id"], ["ems.question_banks.id"]),
)

question_media = synced(
    "question_media",  # a picture; its bytes go the way of `files`
    Synced("bank", ("id",), ("name", "deleted"), ("media_type", "size", "sha256")),
    key(),
    sa.Column("name", sa.Text, nullable=False),  # as its person had it: shown, never a path
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("stored", sa.Text),  # null: nowhere yet
    sa.Column("uploaded_by", Key),
    created(),
    length("name", 1, MOST_LETTERS),
    length("media_type", 3, 100),
    length("sha256", 64, 64),
    sa.CheckConstraint(f"size > 0 and size <= {MAX_PICTURE}", name="size_range"),
    one_of("stored", "s3", "database"),
    sa.ForeignKeyConstraint(["scope_id"], ["ems.question_banks.id"]),
    sa.Index(None, "scope_id", "sha256"),
)

bank_soal = synced(
    "bank_soal",
    Synced("bank", ("id",), (*QUESTION_FIELDS, "deleted"), ("subject_id", "author", "origin", "written_at")),
    key(),
    sa.Column("subject_id", Key, nullable=False, index=True),  # the school's subject, that is, its bank
    sa.Column("question_text", sa.Text, nullable=False),
    sa.Column("options", Json, nullable=False),
    sa.Column("correct_answer", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False, server_default="single"),
    sa.Column("title", sa.Text, nullable=False, server_default=""),
    sa.Column("stimulus_id", Key),
    sa.Column("tags", Json, nullable=False, server_default="[]"),  # texts
    sa.Column("objective", sa.Text, nullable=False, server_default=""),
    sa.Column("level", sa.Text, nullable=False, server_default=""),
    sa.Column("difficulty", sa.Text, nullable=False, server_default=""),
    sa.Column("status", sa.Text, nullable=False, server_default="draft"),
    sa.Column("author", sa.Text, nullable=False, server_default=""),
    sa.Column("origin", sa.Text, nullable=False, server_default=""),  # file:name, job:id, or "" for what was written here
    sa.Column(
        "written_at", sa.Text, nullable=False, server_default=""
    ),  # UTC by its author's clock, "2026-11-28 07:00:00.000001": the list's order
    created(),
    sa.CheckConstraint("subject_id = scope_id", name="own_bank"),
    sa.Index(None, "scope_id", "stimulus_id"),
    parent("stimulus_id", "question_stimuli"),
    sa.ForeignKeyConstraint(["scope_id"], ["ems.question_banks.id"]),
    length("question_text", 0, LONGEST),
    length("correct_answer", 0, LONGEST),
    length("title", 0, MOST_LETTERS),
    length("objective", 0, MOST_LETTERS),
    length("author", 0, MOST_LETTERS),
    length("origin", 0, MOST_LETTERS),
    length("written_at", 0, 40),
    one_of("kind", *KINDS),
    one_of("level", "", *LEVELS),
    one_of("difficulty", *DIFFICULTIES),
    one_of("status", *STATUSES),
    at_school("options_shape"),
    at_school("tags_texts"),
)

question_versions = synced(
    "question_versions",  # what a question was before it was changed
    Synced("bank", ("id",), ("deleted",), ("item_id", "content")),
    key(),
    sa.Column("item_id", Key, nullable=False, index=True),
    sa.Column("content", Json, nullable=False),  # its columns, its stimulus' text, by whom it had been written
    created(),
    parent("item_id", "bank_soal"),
    at_school("content_shape"),
)

question_papers = synced(
    "question_papers",  # questions chosen for an exam
    Synced("bank", ("id",), ("title", "settings", "items", "deleted")),
    key(),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("settings", Json, nullable=False, server_default="{}"),
    sa.Column("items", Json, nullable=False, server_default="[]"),  # ids in their order
    created(),
    length("title", 0, MOST_LETTERS),
    sa.ForeignKeyConstraint(["scope_id"], ["ems.question_banks.id"]),
    at_school("settings_shape"),
    at_school("items_texts"),
)
