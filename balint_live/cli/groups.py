"""`group`: founding a group with its dates, listing groups, taking in a list of registrants, and deleting a group.

A list is shown row by row, then taken in all or nothing.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from balint_live.adapters.imports.reader import ListFiles
from balint_live.adapters.mail.headers import normal_address
from balint_live.adapters.system import CalendarRules, SystemZones
from balint_live.application.groups.group import Details, Group, Registrant, Settings
from balint_live.application.groups.registrants import require_room
from balint_live.application.groups.schedule import Slot
from balint_live.application.groups.settings import LONGEST, SHORTEST
from balint_live.application.identity import OPERATOR
from balint_live.application.imports.preview import Preview, preview
from balint_live.application.imports.rows import Outcome
from balint_live.application.imports.table import MOST_BYTES, EncodingUnclear, ListMistake, guess
from balint_live.application.imports.values import whole_name, zone_of
from balint_live.application.ports import TooMuchWork
from balint_live.application.privacy.erasure import GroupProspect
from balint_live.cli.installation import Opened, config_option, group_argument, opened
from balint_live.cli.people import address_of, name_of, require_consent, yes_option
from balint_live.composition.services import erasures
from balint_live.domain.names import in_blocks
from balint_live.domain.protocol import Protocol
from balint_live.runtime.child_process import ChildProcesses

START = "%Y-%m-%d %H:%M"
MOST_AT_ONCE = 60
TOO_MUCH = "This file takes too long to read. Please save only the list of people as CSV, and take that file."
SAID_ROW_BY_ROW = (Outcome.CANNOT, Outcome.SKIPPED, Outcome.WITHDRAWN, Outcome.DUPLICATE)
Enrolments = tuple[Sequence[Details], Sequence[tuple[str, Details]]]


@click.group()
def group() -> None:
    """Groups, their dates and the people enrolled."""


@group.command(name="list")
@config_option
def list_groups(config_file: Path | None) -> None:
    """Show every group with its id."""
    with opened(config_file) as installation:
        groups = installation.groups.overview(OPERATOR)
        for one in groups:
            click.echo(
                f"{one.id}  {one.name}  ({one.enrolled} enrolled, {one.held} of {one.planned} sessions held)"
            )
        if not groups:
            click.echo("There are no groups yet.")


@group.command()
@config_option
@click.option("--name", required=True, help="The group's name.")
@click.option("--society", default="", help="The society that holds it.")
@click.option("--timezone", required=True, help="Its zone, such as Europe/London.")
@click.option("--contact", required=True, help="The faculty's address, for questions and replies.")
@click.option(
    "--leader",
    "leaders",
    multiple=True,
    required=True,
    help='Such as "Ana Ruiz <ana@example.org>"; repeat it.',
)
@click.option(
    "--planned", type=click.IntRange(1, 100), default=8, show_default=True, help="Sessions planned."
)
@click.option(
    "--retention-years",
    type=click.IntRange(SHORTEST, LONGEST),
    default=6,
    show_default=True,
    help="How long attendance that earned credit is kept.",
)
@click.option("--start", type=click.DateTime([START]), help='The first session, such as "2027-01-12 19:00".')
@click.option(
    "--every", default="FREQ=WEEKLY;INTERVAL=2", show_default=True, help="An iCalendar rule for the others."
)
@click.option("--count", type=click.IntRange(1, MOST_AT_ONCE), default=8, show_default=True, help="How many.")
@click.option("--plan", default="abs60", show_default=True, help="The session plan.")
@click.option("--first-plan", help="Another plan for the first session, such as first90.")
def add(
    config_file: Path | None,
    name: str,
    society: str,
    timezone: str,
    contact: str,
    leaders: tuple[str, ...],
    planned: int,
    retention_years: int,
    start: datetime | None,
    every: str,
    count: int,
    plan: str,
    first_plan: str | None,
) -> None:
    """Found a group with its leaders, and book its sessions where a start is given."""
    with opened(config_file) as installation:
        zone = zone_of(timezone)
        if zone is None:
            raise click.ClickException(
                f"There is no time zone called {timezone}. Name a place, such as Europe/London."
            )
        settings = Settings(
            name=name_of(name, "The group's name"),
            society=name_of(society, "The society's name") if society else "",
            timezone=zone,
            contact=address_of(contact),
            planned_sessions=planned,
            retention_years=retention_years,
        )
        plans = (_plan(installation, first_plan or plan), _plan(installation, plan))
        slots = [] if start is None else _slots(start, every, count, zone, plans)
        appointed = [(name_of(each, "A leader's name"), address) for each, address in map(_leader, leaders)]
        id = installation.groups.create(OPERATOR, settings, appointed, slots)
        click.echo(f"{settings.name} was founded with {len(slots)} sessions. Its id is {id}.")


@group.command()
@config_option
@group_argument
@yes_option
def delete(config_file: Path | None, group: str, yes: bool) -> None:
    """Delete GROUP with everybody in it; of whoever earned credit a statement stays until its date."""
    with opened(config_file) as installation:
        found = installation.group(group)
        deleting = erasures(installation.adapters)
        ahead = deleting.group_prospect(OPERATOR, found.id)
        if not ahead.runs:
            _say_what_goes(ahead)
            require_consent(yes)
        deleted = deleting.delete_group(OPERATOR, found.id)
        click.echo(f"{deleted.group.name} is deleted. People erased: {len(deleted.people)}.")
        for one in deleted.people:
            if one.stays is not None:
                day = f"{one.stays.kept_until:%Y-%m-%d}"
                click.echo(f"Statement of {one.name}, kept until {day}: {in_blocks(one.stays.code)}")


@group.command(name="import")
@config_option
@group_argument
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--dry-run", is_flag=True, help="Only show what would happen.")
@click.option("--leave-out", is_flag=True, help="Go on without the rows that have problems.")
@click.option(
    "--encoding", default="", help="How a CSV file was saved, such as cp1250; asked for where it is unclear."
)
def import_list(
    config_file: Path | None, group: str, file: Path, dry_run: bool, leave_out: bool, encoding: str
) -> None:
    """Enrol everybody on a list (CSV or XLSX) in GROUP; the same list again changes nothing."""
    with opened(config_file) as installation:
        found = installation.group(group)
        try:
            table = ChildProcesses(1)(ListFiles().read, _content(file), file.name, encoding)

            def planned(people: Sequence[Registrant]) -> Preview:
                return preview(table, guess(table), people, normal_address, leave_out=leave_out)

            def decide(now: Group) -> Enrolments:
                return planned(now.registrants).enrolments()

            plan = planned(found.registrants)
            _show(plan)
            require_room(found, plan.counts[Outcome.NEW])
            if dry_run:
                click.echo("Nothing was changed.")
                return
            installation.groups.import_people(OPERATOR, found.id, decide)
        except ListMistake as wrong:
            raise click.ClickException(_sentence(file, wrong)) from wrong
        except TooMuchWork as wrong:
            raise click.ClickException(f"{file.name}: {TOO_MUCH}") from wrong
        except EncodingUnclear as unclear:
            _show_readings(unclear)
            raise click.ClickException(_which_encoding(file, unclear)) from unclear
        click.echo(f"The list was imported into {found.settings.name}.")


def _say_what_goes(ahead: GroupProspect) -> None:
    click.echo(f"{ahead.group.name} is to be deleted.")
    click.echo(f"Sessions: {ahead.held} held, {ahead.to_come} to come.")
    click.echo(f"People to be erased: {ahead.people}, of whom {ahead.told} are told by e-mail.")
    click.echo(f"Statements of credit that stay: {ahead.credited}.")
    if ahead.open_rolls:
        click.echo(
            f"Sessions whose attendance is not confirmed, and earns nobody credit: {ahead.open_rolls}."
        )


def _leader(text: str) -> tuple[str, str]:
    """The name before the address, also with the family's name first: "Ruiz, Ana <ana@example.org>"."""
    return whole_name(text), address_of(text)


def _plan(installation: Opened, id: str) -> Protocol:
    protocols = installation.adapters.catalogue.protocols
    plan = protocols.get(id)
    if plan is None:
        known = ", ".join(sorted(protocols))
        raise click.ClickException(f"There is no session plan called {id}. There are: {known}.")
    return plan


def _slots(
    start: datetime, rule: str, count: int, timezone: str, plans: tuple[Protocol, Protocol]
) -> list[Slot]:
    try:
        days = CalendarRules().dates(start.date(), rule, count)
        moments = [SystemZones().moment(day, start.time(), timezone) for day in days]
    except ValueError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    return [Slot(moment, plans[0] if place == 0 else plans[1]) for place, moment in enumerate(moments)]


def _content(file: Path) -> bytes:
    """No more of it than tells that it is too large; a device or a pipe may never end."""
    if not file.is_file():
        raise click.ClickException(f"{file} is no ordinary file. Please save the list as one, and take that.")
    with file.open("rb") as opened_file:
        return opened_file.read(MOST_BYTES + 1)


def _show(plan: Preview) -> None:
    for row in plan.rows:
        if row.outcome in SAID_ROW_BY_ROW:
            click.echo(f"row {row.number}: {row.sentence}")
    told = [f"{count} {outcome.value}" for outcome, count in plan.counts.items() if count]
    click.echo(", ".join(told) or "There is nobody on this list.")
    if plan.ignored:
        click.echo(f"Left out: {', '.join(plan.ignored)}.")
    if plan.unknown_states:
        states = ", ".join(f"“{state}”" for state in plan.unknown_states)
        click.echo(f"Unknown states, treated as people who come: {states}.")
    if plan.missing:
        click.echo(f"Missing: {', '.join(field.value for field in plan.missing)}.")


def _show_readings(unclear: EncodingUnclear) -> None:
    rows = ", ".join(str(row) for row in unclear.rows)
    click.echo(f"{'Row' if len(unclear.rows) == 1 else 'Rows'} {rows} can be read in several ways:")
    for reading in unclear.readings:
        click.echo(f"--encoding {reading.encoding}  {reading.label}: {'; '.join(reading.said)}")


def _which_encoding(file: Path, unclear: EncodingUnclear) -> str:
    options = " or ".join(f"--encoding {reading.encoding}" for reading in unclear.readings)
    return (
        f"{file.name}: its names can be read in several ways, shown above. Nothing was imported. "
        f"Please add {options}, or save the list as UTF-8."
    )


def _sentence(file: Path, wrong: ListMistake) -> str:
    row = "" if wrong.row is None else f", row {wrong.row}"
    column = "" if wrong.column is None else f", column {wrong.column}"
    return f"{file.name}{row}{column}: {wrong.sentence}"
