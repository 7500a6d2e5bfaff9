"""Alembic's entry: run the migrations on the connection that :mod:`coach.history.migrate` hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from coach.history.tables import Base


def render(kind: str, thing: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write the program's own column types with their import into a new migration."""
    if kind == "type" and type(thing).__module__ == "coach.history.columns":
        autogen.imports.add(f"from coach.history.columns import {type(thing).__name__}")
        return f"{type(thing).__name__}()"
    if kind == "type" and type(thing).__name__ == "JSONB":
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return "postgresql.JSONB()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render,
)
context.run_migrations()
