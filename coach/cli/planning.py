"""The commands ``coach plan`` and ``coach diary``, as the command line sees them."""

from __future__ import annotations

from typing import Annotated

import typer

plan = typer.Typer(help="Look at a plan, and write what a therapist says.", no_args_is_help=True)
diary = typer.Typer(help="Note headaches and count them.", no_args_is_help=True)

Patient = Annotated[str | None, typer.Option(metavar="ID", help="a name or the start of an id")]
AsJson = Annotated[bool, typer.Option("--json", help="print as JSON")]


@plan.command("show")
def plan_show(patient: Patient = None, as_json: AsJson = False) -> None:
    """Show the plan in force and the session of today."""
    from coach.cli.plan import print_plan

    print_plan(patient, as_json=as_json)


@plan.command("set")
def plan_set(
    exercise: Annotated[
        str | None, typer.Argument(metavar="[EXERCISE]", help="an id or a code; none: the plan")
    ] = None,
    patient: Patient = None,
    days: Annotated[str | None, typer.Option(metavar="mon,wed", help="days of training")] = None,
    start: Annotated[str | None, typer.Option(metavar="DATE", help="day from which weeks are counted")] = None,
    phase: Annotated[str | None, typer.Option(help="start, control, strength, load, or auto")] = None,
    follow_phases: Annotated[bool | None, typer.Option(help="take the exercises of the phase into the plan")] = None,
    state: Annotated[str | None, typer.Option(help="of the exercise: prescribe, allow, close or usual")] = None,
    repetitions: Annotated[int | None, typer.Option(help="for each side")] = None,
    sets: Annotated[int | None, typer.Option()] = None,
    hold: Annotated[float | None, typer.Option(metavar="S", help="seconds")] = None,
    duration: Annotated[float | None, typer.Option(metavar="S", help="seconds")] = None,
    per_week: Annotated[int | None, typer.Option(help="days a week, 1 to 7")] = None,
    level: Annotated[int | None, typer.Option(help="steps harder (1, 2) or easier (-1)")] = None,
    note: Annotated[str | None, typer.Option(help="words for the person")] = None,
) -> None:
    """Write the plan of a person, or what it says about one exercise."""
    from coach.cli.plan import set_exercise, set_plan
    from coach.progress.plan.records import Prescription

    of_plan = (days, start, phase, follow_phases)
    of_exercise = (state, repetitions, sets, hold, duration, per_week, level, note)
    if exercise is None:
        if any(value is not None for value in of_exercise):
            raise typer.BadParameter("name the exercise that this is about", param_hint="EXERCISE")
        if all(value is None for value in of_plan):
            raise typer.BadParameter("say what to set", param_hint="coach plan set")
        set_plan(patient, days=days, start=start, phase=phase, follows_phases=follow_phases)
        return
    if any(value is not None for value in of_plan):
        raise typer.BadParameter(
            "--days, --start, --phase and --follow-phases are about the whole plan", param_hint="EXERCISE"
        )
    if all(value is None for value in of_exercise):
        raise typer.BadParameter("say what to set", param_hint="coach plan set")
    written = Prescription(repetitions, sets, hold, duration)
    set_exercise(patient, exercise, state=state, written=written, days_per_week=per_week, level=level, note=note)


@diary.command("list")
def diary_list(patient: Patient = None, as_json: AsJson = False) -> None:
    """Show the diary, and how many headache days there were in the last 28."""
    from coach.cli.diary import print_diary

    print_diary(patient, as_json=as_json)


@diary.command("add")
def diary_add(
    intensity: Annotated[int, typer.Argument(help="0 (no headache) to 10 (worst imaginable)")],
    patient: Patient = None,
    day: Annotated[str | None, typer.Option("--date", metavar="DATE", help="2026-01-31; today where not given")] = None,
    hours: Annotated[float | None, typer.Option(help="how long on that day")] = None,
    side: Annotated[str | None, typer.Option(help="left, right or both")] = None,
    places: Annotated[str | None, typer.Option(help="neck,back_of_head,eye,face,shoulder,arm")] = None,
    symptoms: Annotated[str | None, typer.Option(help="stiffness,nausea,blurred_vision")] = None,
    trigger: Annotated[str | None, typer.Option(help="movement, position, pressure, work or none")] = None,
    medication: Annotated[str, typer.Option(help="in your own words")] = "",
    medication_count: Annotated[int | None, typer.Option(help="doses")] = None,
    relief: Annotated[str | None, typer.Option(help="rest,exercise,heat,cold,massage,walk,other")] = None,
) -> None:
    """Note a headache, or a day without."""
    from coach.cli.diary import add_entry

    details = {
        "hours": hours,
        "side": side,
        "places": places,
        "symptoms": symptoms,
        "trigger": trigger,
        "medication": medication,
        "medication_count": medication_count,
        "relief": relief,
    }
    add_entry(patient, intensity, day, details)
