"""Loading the ``.kv`` file that stands beside a module, exactly once."""

from __future__ import annotations

from pathlib import Path

from kivy.lang import Builder


def load_kv(module_file: str) -> None:
    """Load the rules of ``name.kv`` for ``name.py``.

    A rule file that is loaded twice runs every handler twice, so a second call does nothing.

    Parameters
    ----------
    module_file
        ``__file__`` of the calling module.
    """
    rules = str(Path(module_file).with_suffix(".kv"))
    if rules not in Builder.files:
        Builder.load_file(rules)
