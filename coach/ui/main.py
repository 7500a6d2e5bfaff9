"""The Kivy application: builds the shell, keeps the settings, and survives a mistake in a handler."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from kivy.app import App
from kivy.base import ExceptionHandler, ExceptionManager
from kivy.core.window import Window

from coach.ui.audio.output import Output
from coach.ui.services import Services
from coach.ui.settings import Settings
from coach.ui.shell import Shell

_log = logging.getLogger(__name__)


class KeepGoing(ExceptionHandler):
    """Logs what went wrong in a handler and lets the window live, so that a running session is not lost.

    Ctrl-C in the terminal arrives here too; it closes the window as its own button would.
    """

    def __init__(self, tell: Callable[[str], None], close: Callable[[], None]) -> None:
        super().__init__()
        self._tell, self._close = tell, close

    def handle_exception(self, error: BaseException) -> int:
        """Log, say so in one line, go on; or close when asked to."""
        if isinstance(error, KeyboardInterrupt):
            self._close()
            closed: int = ExceptionManager.PASS
            return closed
        _log.error("unexpected error in the window", exc_info=error)
        self._tell("Something went wrong here. What was recorded is kept.")
        passed: int = ExceptionManager.PASS
        return passed


class CoachApp(App):
    """The application.

    Parameters
    ----------
    make_services
        Makes the outside world; its argument tells whether it is for a demo.
    settings
        File of the settings.
    demo
        Begin with the demo.
    exercise_id
        Exercise to go to at once.
    """

    kv_file = ""
    title = "Neck coach"

    def __init__(
        self,
        make_services: Callable[[bool], Services],
        settings: Path,
        *,
        demo: bool = False,
        exercise_id: str | None = None,
    ) -> None:
        super().__init__()
        self._exercise_id = exercise_id
        self._make_services = make_services
        self._settings_file = settings
        self._demo = demo
        self._handler: KeepGoing | None = None

    def build(self) -> Shell:
        """Make the shell as the settings say."""
        self._settings = Settings(self._settings_file)
        self._output = Output.of_this_computer(self._settings.now)
        return Shell(self._make_services, self._settings, self._output)

    def on_start(self) -> None:
        """Take the keys and show the first screen."""
        Window.bind(on_key_down=self.root.on_key)
        self._handler = KeepGoing(self.root.say, self.stop)
        ExceptionManager.add_handler(self._handler)
        self.root.begin(demo=self._demo, exercise_id=self._exercise_id)

    def on_stop(self) -> None:
        """End what runs, wait for its threads, and keep the settings."""
        Window.unbind(on_key_down=self.root.on_key)
        if self._handler is not None:
            ExceptionManager.remove_handler(self._handler)
        self.root.finish()
        self._output.close()
        self._settings.close()
