"""Column types and keys that behave the same on every database."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, LargeBinary, Uuid
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine


def uuid7() -> UUID:
    """Return a new key: 48 bits of Unix milliseconds and 74 random bits, after RFC 9562 section 5.7.

    Made here and not by the database, so that rows recorded on two machines can be brought together; the leading time
    keeps the newest rows side by side in the file. The standard library has it from Python 3.14 on.
    """
    milliseconds = time.time_ns() // 1_000_000
    noise = int.from_bytes(os.urandom(10), "big")
    high, low = noise >> 68, noise & (1 << 62) - 1
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


class Uuid16(TypeDecorator[UUID]):
    """A UUID as 16 bytes in SQLite (its own type would take 32 characters), the native type elsewhere."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the stored type."""
        stored: TypeEngine[Any] = LargeBinary(16) if dialect.name == "sqlite" else Uuid()
        return dialect.type_descriptor(stored)

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> bytes | UUID | None:
        """Turn a UUID into what is stored."""
        return value.bytes if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: bytes | UUID | None, dialect: Dialect) -> UUID | None:
        """Turn what is stored into a UUID."""
        return UUID(bytes=value) if isinstance(value, bytes) else value


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always aware and in UTC.

    SQLite drops the zone of a datetime without a word; a naive one is therefore refused on the way in, with ValueError.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware datetime of any zone into UTC."""
        if value is None:
            return None
        if value.tzinfo is None or value.utcoffset() is None:
            raise ValueError(f"a datetime without a time zone cannot be recorded: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn a stored moment into an aware one in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
