"""JSON Schema of an exercise file, for editors and for other programs that write such files."""

from __future__ import annotations

import json
from typing import Any

from coach.exercise.model import Exercise

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ABOUT = (
    "A file exercises/<approach>/<id>.toml of the neck coach. The file's name is the id. A file that fits this schema "
    "may still contradict itself, such as a fault that the guide cannot see: coach exercises check finds that as well."
)


def json_schema() -> dict[str, Any]:
    """Return the schema. The id may be left out of a file, which has it in its name."""
    schema = Exercise.model_json_schema()
    required = [name for name in schema["required"] if name != "id"]
    return {"$schema": _DIALECT, **schema, "title": "Neck coach exercise", "description": _ABOUT, "required": required}


def schema_text() -> str:
    """Return the schema as the text of a file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
