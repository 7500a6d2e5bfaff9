"""The composition root: puts camera, measuring, session, history and window together."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from coach import __version__, paths
from coach.desk import CameraDesk
from coach.exercise.model import RomGuide
from coach.history.cards import load_cards
from coach.history.library import Library, LibraryError, load_library
from coach.history.safety_rules import SafetyRulesError, load_safety_rules
from coach.history.store import open_store
from coach.measure.types import View
from coach.progress.records import StoreError
from coach.ui.environment import NoDisplay, open_window, prepare
from coach.ui.preferences import Preferences
from coach.ui.services import Services, StartProblem

__all__ = ["NoDisplay", "run_app"]

SOFTWARE = f"neck-coach {__version__}"


def run_app(source: str | None = None, demo: bool = False, exercise: str | None = None) -> int:
    """Open the window and stay until it is closed.

    Parameters
    ----------
    source
        Camera number or clip; the camera of the settings where nothing is given.
    demo
        Play the demo clip as if it were a camera, with a history that is thrown away.
    exercise
        Id or code of an exercise to go to at once.

    Returns
    -------
    int
        Exit code, 0.

    Raises
    ------
    NoDisplay
        Where no window can be opened.
    coach.history.library.UnknownExercise
        Where there is no such exercise.
    """
    wanted = read_library()[0].find(exercise).id if exercise else None
    prepare(paths.data_dir() / "window")
    open_window()
    from coach.ui.main import CoachApp

    def services(for_demo: bool) -> Services:
        return demo_services() if for_demo else real_services(source or chosen_camera)

    CoachApp(services, paths.settings_path(), demo=demo, exercise_id=wanted).run()
    return 0


def chosen_camera() -> str:
    """Read the number of the camera that is set, as a source."""
    return str(Preferences.load(paths.settings_path())[0].camera)


def real_services(source: str | Callable[[], str]) -> Services:
    """Everything for the person at this computer. Raises :class:`StartProblem`."""
    return _services(paths.database_path(), CameraDesk(source), demo=False, clean_up=lambda: None)


def demo_services() -> Services:
    """Everything for the demo: the clip in a loop, and a history in a folder that is deleted at the end."""
    folder = tempfile.TemporaryDirectory(prefix="neck-coach-demo-")
    desk = CameraDesk(str(paths.demo_clip()), loop=True)
    services = _services(Path(folder.name) / "history.db", desk, demo=True, clean_up=folder.cleanup)
    services.store.add_person("Guest")
    return services


def read_library() -> tuple[Library, str | None]:
    """Read the shipped and the user's exercises; faulty files are left out and named in one line."""
    try:
        return load_library(paths.exercises_dir(), paths.user_exercises_dir()), None
    except LibraryError as error:
        return error.usable, f"Left out: {error.faults[0]}" + (" and more" if len(error.faults) > 1 else "")


def _services(database: Path, desk: CameraDesk, *, demo: bool, clean_up: Callable[[], None]) -> Services:
    library, warning = read_library()
    test = next((e for e in library.assessments if isinstance(e.guide, RomGuide)), None)
    if test is None or not library.exercises:
        raise StartProblem(
            "The exercises cannot be read",
            "Install the program again. Your history is not touched.",
            warning or "The library has no range of motion test.",
        )
    try:
        safety = load_safety_rules(paths.safety_dir())
    except SafetyRulesError as error:
        raise StartProblem(
            "The safety rules cannot be read",
            "Install the program again. Your history is not touched.",
            str(error).splitlines()[0],
        ) from error
    try:
        store = open_store(database)
    except StoreError as error:
        raise StartProblem(
            "Your history cannot be opened",
            "Nothing of it is lost or changed. Put right what is named below, then try again.",
            str(error),
        ) from error

    def close() -> None:
        store.close()
        clean_up()

    return Services(
        store=store,
        captures=desk,
        exercises=library.exercises,
        rom_test=test,
        safety=safety,
        software=SOFTWARE,
        models=_models,
        now=lambda: datetime.now(UTC),
        close=close,
        demo=demo,
        warning=warning,
        cards=load_cards(paths.assets_dir() / "learn"),
    )


def _models(view: View) -> str:
    from coach.sense.side import model_version_for

    return model_version_for(view)
