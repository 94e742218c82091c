"""Files of the material catalogue, and photos of pupils: what they are. Their bytes are elsewhere: in an S3, or in the school's database.

`stored` and `uploaded_by` are the server's; `sha256` is of the content, 64 hexadecimal digits; `size` is in bytes.
"""

import sqlalchemy as sa

from ems_desktop.store.tables.base import Synced, created, key, length, one_of, synced
from ems_desktop.store.tables.types import Key

MOST_LETTERS = 1_000  # of a name: file systems stop at 255
MOST_PHOTO = 5 * 1024 * 1024  # bytes


def _content() -> tuple[sa.Column[str] | sa.Column[int], ...]:
    return (
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("stored", sa.Text),  # null: nowhere yet
        sa.Column("uploaded_by", Key),
    )


files = synced(
    "files",
    Synced("catalogue", ("id",), ("name", "deleted"), ("media_type", "size", "sha256")),
    key(),
    sa.Column("name", sa.Text, nullable=False),  # as its person had it: shown, never a path
    *_content(),
    created(),
    length("name", 1, MOST_LETTERS),
    length("media_type", 3, 100),
    length("sha256", 64, 64),
    sa.CheckConstraint("size > 0", name="size_range"),
    one_of("stored", "s3", "database"),
)

photos = synced(
    "photos",  # the id is the pupil's
    Synced("directory", ("id",), ("media_type", "size", "sha256", "deleted")),
    sa.Column("id", Key, sa.ForeignKey("ems.students.id"), primary_key=True),
    *_content(),
    length("media_type", 3, 100),
    length("sha256", 64, 64),
    sa.CheckConstraint(f"size > 0 and size <= {MOST_PHOTO}", name="size_range"),
    one_of("stored", "s3", "database"),
)
