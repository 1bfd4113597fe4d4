"""`group`: founding a group with its dates, listing groups, taking in a list of registrants, and deleting a group."""

from datetime import date, datetime, time
from pathlib import Path

import click

from balint_live.adapters.calendar import CalendarRules, SystemZones
from balint_live.application.attendance.erasure import GroupProspect
from balint_live.application.attendance.periods import LONGEST, SHORTEST
from balint_live.application.groups.group import Settings
from balint_live.application.groups.open_pages import NoPages
from balint_live.application.groups.schedule import Slot
from balint_live.application.lists.names import whole_name
from balint_live.application.lists.zones import zone_of
from balint_live.application.people import OPERATOR
from balint_live.application.typed_codes import in_blocks
from balint_live.bootstrap.office import erasures
from balint_live.cli.consent import require_consent, yes_option
from balint_live.cli.installation import config_option
from balint_live.cli.leaders import address_of, name_of
from balint_live.cli.list_import import import_list
from balint_live.cli.opened import Opened, group_argument, opened
from balint_live.domain.protocol import Protocol

START = "%Y-%m-%d %H:%M"
MOST_AT_ONCE = 60


@click.group()
def group() -> None:
    """Groups, their dates and the people enrolled."""


@group.command(name="list")
@config_option
def list_groups(config_file: Path | None) -> None:
    """Show every group with its id."""
    with opened(config_file) as installation:
        groups = installation.office.overview(OPERATOR)
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
        id = installation.office.found(OPERATOR, settings, appointed, slots)
        click.echo(f"{settings.name} was founded with {len(slots)} sessions. Its id is {id}.")


@group.command()
@config_option
@group_argument
@yes_option
def delete(config_file: Path | None, group: str, yes: bool) -> None:
    """Delete GROUP with everybody in it; of whoever earned credit a statement stays until its date."""
    with opened(config_file) as installation:
        desk = installation.desk(group)
        deleting = erasures(installation.clock, installation.database, installation.catalogue, NoPages())
        ahead = deleting.group_prospect(OPERATOR, desk.group.id)
        if not ahead.runs:
            _say_what_goes(ahead)
            require_consent(yes)
        deleted = deleting.delete_group(OPERATOR, desk.group.id)
        click.echo(f"{deleted.group.name} is deleted. People erased: {len(deleted.people)}.")
        for one in deleted.people:
            if one.stays is not None:
                day = f"{one.stays.kept_until:%Y-%m-%d}"
                click.echo(f"Statement of {one.name}, kept until {day}: {in_blocks(one.stays.code)}")


group.add_command(import_list)


def _say_what_goes(ahead: GroupProspect) -> None:
    click.echo(f"{ahead.group.name} is to be deleted.")
    click.echo(f"Sessions: {ahead.held} held, {ahead.to_come} to come.")
    click.echo(f"People to be erased: {ahead.people}, of whom {ahead.told} are told by mail.")
    click.echo(f"Statements of credit that stay: {ahead.credited}.")
    if ahead.open_rolls:
        click.echo(
            f"Sessions whose attendance is not confirmed, and earns nobody credit: {ahead.open_rolls}."
        )


def _leader(text: str) -> tuple[str, str]:
    """The name before the address, also with the family's name first: "Ruiz, Ana <ana@example.org>"."""
    return whole_name(text), address_of(text)


def _plan(installation: Opened, id: str) -> Protocol:
    plan = installation.catalogue.protocols.get(id)
    if plan is None:
        known = ", ".join(sorted(installation.catalogue.protocols))
        raise click.ClickException(f"There is no session plan called {id}. There are: {known}.")
    return plan


def _slots(
    start: datetime, rule: str, count: int, timezone: str, plans: tuple[Protocol, Protocol]
) -> list[Slot]:
    try:
        days = CalendarRules().dates(start.date(), rule, count)
        return [
            Slot(_moment(day, start.time(), timezone), plans[0] if place == 0 else plans[1])
            for place, day in enumerate(days)
        ]
    except ValueError as wrong:
        raise click.ClickException(str(wrong)) from wrong


def _moment(day: date, at: time, timezone: str) -> datetime:
    return SystemZones().moment(day, at, timezone)
