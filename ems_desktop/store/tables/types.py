"""Column types that mean the same in PostgreSQL and in SQLite. What PostgreSQL prints in COPY text is what SQLite keeps,
so that a pull needs no conversion row by row."""

from __future__ import annotations

from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine


class Key(sa.types.TypeDecorator[str]):
    """A UUID as its canonical text of 36 characters: native `uuid` in PostgreSQL, TEXT in SQLite."""

    impl = sa.String(36)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.Uuid(as_uuid=False))
        return dialect.type_descriptor(sa.String(36))


class Points(sa.types.TypeDecorator[Decimal]):
    """A mark with at most two decimals. SQLite keeps a float; two decimals below 1,000 survive that exactly."""

    impl = sa.Numeric(5, 2)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.Numeric(5, 2))
        return dialect.type_descriptor(sa.Float())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else float(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - SQLAlchemy's signature
        return None if value is None else Decimal(str(value)).normalize() + 0


class Instant(sa.types.TypeDecorator[datetime]):
    """A moment in UTC: `timestamptz` in PostgreSQL, its text in SQLite."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(sa.DateTime(timezone=True))
        return dialect.type_descriptor(sa.String(32))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None or dialect.name == "postgresql":
            return value
        return value.astimezone(UTC).isoformat(" ")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None or dialect.name == "postgresql":
            return value  # type: ignore[no-any-return]
        return datetime.fromisoformat(value)


class Json(sa.types.TypeDecorator[Any]):
    """An object or a list: `jsonb` in PostgreSQL, its text in SQLite."""

    impl = sa.JSON(none_as_null=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            from sqlalchemy.dialects.postgresql import JSONB  # costs 40 ms, and no window needs it

            return dialect.type_descriptor(JSONB(none_as_null=True))
        return dialect.type_descriptor(sa.JSON(none_as_null=True))


class Clock(sa.types.TypeDecorator[str]):
    """A time of day as text, "07:40:00": `time` in PostgreSQL, as it prints it, TEXT in SQLite."""

    impl = sa.String(8)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(sa.Time() if dialect.name == "postgresql" else sa.String(8))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> Any:
        return time.fromisoformat(value) if value is not None and dialect.name == "postgresql" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        return str(value) if value is not None else None
