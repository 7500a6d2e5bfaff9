"""Writes and reads how the trials of a test of the range of motion were done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from uuid import UUID

from sqlalchemy import Connection, Select, insert, select

from coach.history.tables_rom import RomMovementRow
from coach.measure.rom_value import RomMovement, RomValue
from coach.measure.types import Direction

NAMES = tuple(field.name for field in fields(RomMovement))


def add(connection: Connection, test_id: UUID, values: Iterable[RomValue | None]) -> None:
    """Record the manner of those values of a test that have one."""
    rows = [
        {"rom_test_id": test_id, "direction": value.direction, **asdict(value.movement)}
        for value in values
        if value is not None and value.movement is not None
    ]
    if rows:
        connection.execute(insert(RomMovementRow), rows)


def of_tests(connection: Connection, chosen: Select[UUID]) -> dict[tuple[UUID, Direction], RomMovement]:
    """Give the manner of the trials of some tests, by test and direction."""
    query = select(RomMovementRow.__table__).where(RomMovementRow.rom_test_id.in_(chosen))
    return {
        (row.rom_test_id, row.direction): RomMovement(**{name: getattr(row, name) for name in NAMES})
        for row in connection.execute(query)
    }
