"""Accuracy against truth, beside what others read from the same landmarks. See README.md in this folder."""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # so that this file also runs by its path

from rich.console import Console  # noqa: E402
from rich.progress import Progress  # noqa: E402

from benchmarks import posture, protraction, show, study, tables, trials  # noqa: E402
from benchmarks.detections import frame_count  # noqa: E402
from benchmarks.stills import read_stills  # noqa: E402
from benchmarks.truth import Source, read_clips  # noqa: E402
from coach import __version__  # noqa: E402
from coach.sense.detector import model_version  # noqa: E402

USUAL_SET = ROOT.parent / "shared" / "truth"
SMALL_SET = (ROOT / "tests" / "data", ROOT / "assets" / "demo")
WIDTH = 190
"""Narrower than this, numbers would be cut off."""


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; 0, or 2 where there is nothing to measure."""
    chosen = _parser().parse_args(arguments)
    sources, about = _sources(chosen.set, chosen.clips_only)
    if not sources:
        print(f"{chosen.set}: no clips and no stills with their truth in this folder", file=sys.stderr)
        return 2
    done = _run(sources, chosen.cache)
    found = [
        *tables.accuracy_tables(done),
        trials.end_ranges(done),
        trials.compensations(done),
        protraction.protractions(done),
        posture.postures(done),
        tables.unmeasured(done),
    ]
    console = Console(width=max(Console().width, WIDTH))
    today = datetime.date.today().isoformat()
    console.print(f"neck coach {__version__}, {model_version()}, {today}. {about}\n")
    for table in found:
        show.print_table(table, console)
    if chosen.json:
        head = {"version": __version__, "models": model_version(), "date": today, "about": about}
        chosen.json.write_text(json.dumps({**head, **show.as_json(found)}, indent=1, allow_nan=False) + "\n", "utf-8")
    if chosen.markdown:
        chosen.markdown.write_text(show.as_markdown(found, f"neck coach {__version__}, {today}. {about}"), "utf-8")
    if chosen.figure:
        from benchmarks.figure import draw

        draw(done, chosen.figure)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", type=Path, default=USUAL_SET, help="folder with clips/ and stills/ (%(default)s)")
    parser.add_argument("--clips-only", action="store_true", help="leave the stills out")
    parser.add_argument("--cache", type=Path, help="folder in which detections are kept for the next run")
    parser.add_argument("--json", type=Path, help="write every table, unrounded")
    parser.add_argument("--markdown", type=Path, help="write a short form for a README")
    parser.add_argument("--figure", type=Path, help="write a picture: Bland-Altman, and error against angle")
    return parser


def _sources(folder: Path, clips_only: bool) -> tuple[list[Source], str]:
    """Find the sources of a set and say what they are; the small films of the tests where there is no usual set."""
    if folder == USUAL_SET and not folder.is_dir():
        print(f"{folder} is not there; the small films that come with the tests are measured instead", file=sys.stderr)
        sources = read_clips(*SMALL_SET)
        return sources, f"{len(sources)} films of rendered people that come with the tests."
    sources = read_clips(folder / "clips")
    films = len(sources)
    if not clips_only:
        sources += read_stills(folder / "stills")
    people = {s.person for s in sources}
    return sources, f"{films} films and {len(sources) - films} still sets of {len(people)} rendered people."


def _run(sources: list[Source], cache: Path | None) -> study.Study:
    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task("looking", total=sum(frame_count(s) for s in sources))
        return study.run(sources, cache, lambda name: progress.update(task, advance=1, description=name))


if __name__ == "__main__":
    sys.exit(main())
