"""`demo`: ready groups of pretend people, made by the same services as any others and served on this machine.

Nothing in the server knows that they are pretended. Names are of people and groups that do not exist, the same ones at every
start, unique within a group. A directory that holds an earlier demo goes on with the same people and the same links; only a
session that is over is followed by the next one, about to start.
"""

import json
import socket
from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import AddressValueError, IPv4Address
from pathlib import Path
from typing import Any

import click

from balint_live.application.access.pretend import PretendSession
from balint_live.application.groups.group import BookedMeeting, Details, Group, Settings
from balint_live.application.groups.schedule import Slot
from balint_live.application.groups.service import Founding, GroupService
from balint_live.application.identity import OPERATOR, Identity, Kind
from balint_live.cli.demo_history import found_with_history, past_and_next
from balint_live.cli.installation import Opened, bring_up_to_date, opened_with, settled
from balint_live.cli.serve import run_server
from balint_live.composition.services import Adapters, group_service
from balint_live.config import (
    Config,
    Data,
    DatabaseSettings,
    Limits,
    MailSettings,
    RedisSettings,
    Security,
    load,
)
from balint_live.domain.credit import CreditLine, Policy
from balint_live.domain.display import LateComers
from balint_live.domain.protocol import Protocol
from balint_live.web.lobby import SHOWN, Lobby

GIVEN = (
    "Amara", "Tomasz", "Leila", "Henrik", "Mei", "Oluwaseun", "Ines", "Rafael", "Saoirse", "Devan", "Katalin", "Yusuf",
    "Noor", "Anselm", "Priya", "Mateo", "Ruth", "Kwame", "Hanna", "Dilara", "Emil", "Chiara", "Bogdan", "Naomi",
    "Tariq", "Sunniva", "Joaquim", "Farida", "Caleb",
)  # fmt: skip
FAMILY = (
    "Okafor", "Lindqvist", "Haddad", "Szabo", "Moreau", "Tanaka", "Ferreira", "Byrne", "Iyer", "Novak", "Adeyemi",
    "Castillo", "Weiss", "Demir", "Petrov", "Mensah", "Larsen", "Rossi", "Cohen", "Nguyen", "Walsh", "Bianchi",
    "Kovacs", "Rahman", "Jansen", "Silva", "Fischer", "Abebe", "Horvat", "Quinn", "Sato",
)  # fmt: skip
"""29 and 31 have no common factor: counting through both at once gives every pair before it repeats one."""
DAYS = ("Tuesday", "Wednesday", "Thursday", "Monday", "Friday")
TIMES = ("evening", "morning", "afternoon", "lunchtime")
COORDINATOR = ("Wanda Eriksen", "office@example.org")
CONTACT = "organiser@example.org"
TIMEZONE = "Europe/London"
PLAN = "abs60"
STARTS_IN = timedelta(minutes=5)
LEADERS = 2
HOST, EVERYWHERE = "127.0.0.1", "0.0.0.0"  # noqa: S104
FROM_ONE_ADDRESS = {"pages_per_minute": 30_000, "pages_burst": 30_000, "presses_per_minute": 6_000}
COME_BY_THEMSELVES = 6
"""Pretend members, of the eight there are usually."""
WITH_HISTORY, HISTORY_HAS = "River Street group", 8
HISTORY_BEGINS = 12
"""The place of its first person, so that nobody there is of the first demo group too."""
ADVICE = """\
In the lobby everybody is a button, each in a browser identity of their own. Anywhere else a browser is one person: open each
link in a browser profile or private window of its own.
Ctrl-C stops the demo; started again with the same data, it goes on with the same links."""

Told = list[dict[str, Any]]
Person = tuple[str, str]
"""A name and an address."""


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="The port to serve at; 0 takes a free one.")
@click.option("--host", help="This machine's address in the network, so that a phone can open the demo.")
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), help="The directory the demo is kept in."
)
@click.option("--groups", type=click.IntRange(1, 5000), default=1, show_default=True, help="How many groups.")
@click.option(
    "--registrants", type=click.IntRange(0, 200), default=8, show_default=True, help="How many in each."
)
@click.option("--json", "as_json", is_flag=True, help="Print address and links as one line of JSON.")
@click.option("--quiet-members", is_flag=True, help="Nobody acts by themselves; --json implies it.")
def demo(
    port: int | None,
    host: str | None,
    data: Path | None,
    groups: int,
    registrants: int,
    as_json: bool,
    quiet_members: bool,
) -> None:
    """Serve ready groups of pretend people, and print the address of the lobby and everybody's link.

    A directory that holds an earlier demo goes on with that one, whatever numbers are asked for.
    """
    configured = load()
    config = settled(_demo_config(configured, port, _in_network(host), data))
    if configured.database.url:
        where = f"The demo keeps a database of its own in {config.data_directory}; the configured one is not used."
        click.echo(where, err=True)
    bring_up_to_date(config)
    with opened_with(config) as installation:
        told = _told(installation, groups, registrants)
        coordinators_link = _link_of_coordinator(installation)
        history = None
        if not as_json:
            past = group_with_history(installation.adapters)
            history = _told_of(installation.adapters, past, past.meetings[-1].id)
            _invite(installation)
        quiet = as_json or quiet_members
        pretend = [] if quiet else _pretend(installation.groups.groups(OPERATOR), told)
    lobby = Lobby(config.server.port, told, coordinators_link, config.server.public_url, history)

    def show(_port: int) -> None:
        if as_json:
            click.echo(json.dumps({"url": config.public_url, "groups": told}))
        else:
            _show(config.server.port, told, coordinators_link)

    run_server(config, show, demo=True, lobby=lobby, pretend=pretend)


def _in_network(host: str | None) -> str:
    """An address by which others in the network reach this machine; "" where it is not for them. Raises BadParameter."""
    if host is None:
        return ""
    try:
        address = IPv4Address(host)
        with socket.socket() as probe:
            probe.bind((host, 0))
    except (AddressValueError, OSError):
        raise click.BadParameter(
            f"{host} is no address of this machine; it looks like 192.168.1.20.", param_hint="--host"
        ) from None
    return "" if address.is_loopback or address.is_unspecified else host


def _demo_config(config: Config, port: int | None, in_network: str, data: Path | None) -> Config:
    """The configuration with a directory, database and secret of the demo's own, on this machine only, or for those who
    know its address in the network: then on all of its addresses, since the lobby is at localhost."""
    port = (config.server.port if port is None else port) or _free_port()
    where = {"host": HOST, "public_url": ""}
    if in_network:
        where = {"host": EVERYWHERE, "public_url": f"http://{in_network}:{port}"}
    server = config.server.model_copy(update={**where, "port": port, "proxies": 0})
    return config.model_copy(
        update={
            "server": server,
            "data": Data(directory=str(data or config.data_directory / "demo")),
            "database": DatabaseSettings(),
            "redis": RedisSettings(),
            "security": Security(),
            "mail": MailSettings(),
            "limits": _wide(config.limits),
        }
    )


def _wide(limits: Limits) -> Limits:
    """As configured; else so wide that everybody may come from this one machine."""
    return limits.model_copy(
        update={name: most for name, most in FROM_ONE_ADDRESS.items() if name not in limits.model_fields_set}
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _link_of_coordinator(installation: Opened) -> str:
    """The sign-in link of somebody who looks after every group."""
    adapters, (name, email) = installation.adapters, COORDINATOR
    staff = installation.groups.appoint(OPERATOR, name, email, coordinator=True)
    token = adapters.tokens.standing_sign_in_token(staff.id, adapters.clock.now())
    return f"{adapters.config.public_url}/sign-in/{token}"


def _told(installation: Opened, groups: int, registrants: int) -> Told:
    """What is printed about each group, links included."""
    adapters = installation.adapters
    plan, now = adapters.catalogue.protocols[PLAN], adapters.clock.now()
    ready = ready_groups(installation.groups, plan, groups, registrants, now)
    return [_told_of(adapters, group, meeting.id) for group, meeting in ready]


def _told_of(adapters: Adapters, group: Group, meeting_id: str) -> dict[str, Any]:
    url, tokens = adapters.config.public_url, adapters.tokens
    return {
        "group": group.settings.name,
        "meeting": meeting_id,
        "leaders": [
            {
                "id": one.id,
                "name": one.name,
                "link": f"{url}/sign-in/{tokens.standing_sign_in_token(one.id, group.created_at)}",
            }
            for one in group.leaders
        ],
        "registrants": [
            {
                "id": one.id,
                "name": one.details.name,
                "email": one.details.email,
                "link": f"{url}/join/{tokens.join_token(one.id, group.id, one.link_version, one.link_issued_at)}",
            }
            for one in group.registrants
        ],
    }


def _invite(installation: Opened) -> None:
    """Write everybody's invitation, for the outbox to show; whoever has one gets no second."""
    for group in _about_to_start(installation.groups)[:SHOWN]:
        installation.groups.invite(OPERATOR, group.id)


def _pretend(groups: Sequence[Group], told: Told) -> list[PretendSession]:
    """Of the groups in the lobby, those who come by themselves; the others are for whoever tries it out."""
    sessions = {each["meeting"] for each in told[:SHOWN]}
    return [
        PretendSession(
            one.id,
            tuple(
                Identity(Kind.REGISTRANT, each.id, each.link_version)
                for each in group.enrolled[:COME_BY_THEMSELVES]
            ),
        )
        for group in groups
        for one in group.meetings
        if one.id in sessions
    ]


def _show(port: int, groups: Told, coordinators_link: str) -> None:
    url = f"http://localhost:{port}"
    click.echo(f"Open {url}\n")
    click.echo(f"The office, which looks after every group\n    {COORDINATOR[0]}  {coordinators_link}")
    click.echo(f"E-mails are not sent; read them at {url}/outbox\n")
    for group in groups:
        click.echo(group["group"])
        for title, people in (("Leaders", group["leaders"]), ("Participants", group["registrants"])):
            click.echo(f"  {title}")
            width = max((len(person["name"]) for person in people), default=0)
            for person in people:
                click.echo(f"    {person['name']:<{width}}  {person['link']}")
        click.echo()
    click.echo(ADVICE)


# ---- Groups and people that do not exist ----------------------------------------------------------------------------


def ready_groups(
    service: GroupService, plan: Protocol, groups: int, registrants: int, now: datetime
) -> list[tuple[Group, BookedMeeting]]:
    """Every group with its session. Makes `groups` of them where there is none, and books a session where all are over."""
    slot = Slot(now.replace(microsecond=0) + STARTS_IN, plan)
    there = _about_to_start(service)
    if not there:
        service.create_all(OPERATOR, [_founding(index, registrants, slot) for index in range(groups)])
    for group in there:
        if _session(group, now) is None:
            service.book(OPERATOR, group.id, [slot])
    pairs = [(group, _session(group, now)) for group in _about_to_start(service)]
    return [(group, meeting) for group, meeting in pairs if meeting is not None]


def _about_to_start(service: GroupService) -> list[Group]:
    return [group for group in service.groups(OPERATOR) if group.settings.name != WITH_HISTORY]


def _with_history(service: GroupService) -> list[Group]:
    return [group for group in service.groups(OPERATOR) if group.settings.name == WITH_HISTORY]


def group_with_history(adapters: Adapters) -> Group:
    """The one with sessions that are over; made where there is none."""
    service = group_service(adapters)
    if not _with_history(service):
        founding = _founding_of_history(adapters.clock.now(), adapters.catalogue.protocols[PLAN])
        found_with_history(adapters, founding)
    return _with_history(service)[0]


def _session(group: Group, now: datetime) -> BookedMeeting | None:
    """The soonest that is not over, if there is one."""
    return min((one for one in group.meetings if one.to_come(now)), key=lambda one: one.start, default=None)


def _founding(index: int, registrants: int, slot: Slot) -> Founding:
    settings = Settings(
        name=_group_name(index),
        society="",
        timezone=TIMEZONE,
        contact=CONTACT,
        zoom_url=f"https://zoom.example/j/{9_000_000_000 + index}",
    )
    people = [Details(name=name, email=email) for name, email in _registrant_names(index, registrants)]
    return settings, _leader_names(index), [slot], people


def _founding_of_history(now: datetime, plan: Protocol) -> Founding:
    settings = Settings(
        name=WITH_HISTORY,
        society="",
        timezone=TIMEZONE,
        contact=CONTACT,
        late_comers=LateComers.ADMIT,
        zoom_url="https://zoom.example/j/8000000000",
        credit_lines=(CreditLine(policy=Policy.QUARTER_HOUR, credit_type="AMA PRA Category 1 Credit"),),
    )
    names = [
        _person(HISTORY_BEGINS + index, f"history-{index + 1}") for index in range(LEADERS + HISTORY_HAS)
    ]
    people = [Details(name=name, email=email) for name, email in names[LEADERS:]]
    return settings, names[:LEADERS], past_and_next(now, TIMEZONE, plan), people


def _group_name(index: int) -> str:
    """“Tuesday evening group”, and so on; numbered once all twenty are taken."""
    lap, place = divmod(index, len(DAYS) * len(TIMES))
    name = f"{DAYS[place % len(DAYS)]} {TIMES[place // len(DAYS)]} group"
    return name if lap == 0 else f"{name} {lap + 1}"


def _leader_names(group: int) -> list[Person]:
    """Leaders' addresses are unique among all groups."""
    return [_person(group * 7 + index, f"leader{group * LEADERS + index + 1}") for index in range(LEADERS)]


def _registrant_names(group: int, count: int) -> list[Person]:
    """They begin where the group's leaders end, so that nobody in a group has a namesake."""
    return [_person(group * 7 + LEADERS + index, f"{group + 1}-{index + 1}") for index in range(count)]


def _person(place: int, tag: str) -> Person:
    lap, place = divmod(place, len(GIVEN) * len(FAMILY))
    given, family = GIVEN[place % len(GIVEN)], FAMILY[place % len(FAMILY)]
    name = f"{given} {family}" if lap == 0 else f"{given} {family} {lap + 1}"
    return name, f"{given}.{family}.{tag}@example.org".lower()
