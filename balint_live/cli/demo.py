"""`demo`: ready groups of pretend people, served on this machine as in production."""

import json
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from balint_live.adapters.database.demo import SqlEnrolment
from balint_live.adapters.system import new_id, new_join_code
from balint_live.adapters.tokens import Tokens
from balint_live.application.demo import COORDINATOR, Demo, DemoGroup, LinkHolder
from balint_live.application.identity import OPERATOR
from balint_live.cli.installation import Opened, bring_up_to_date, opened_with, settled
from balint_live.cli.serve import run_server
from balint_live.composition.services import Adapters
from balint_live.config import Config, Data, DatabaseSettings, Limits, MailSettings, Security, load

HOST = "127.0.0.1"
FROM_ONE_ADDRESS = {"pages_per_minute": 30_000, "pages_burst": 30_000, "presses_per_minute": 6_000}
ADVICE = """\
Each link speaks for one person: open each in a browser profile or private window of its own.
Ctrl-C stops the demo; started again with the same data, it goes on with the same links."""

Told = list[dict[str, Any]]


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="The port to serve at; 0 takes a free one.")
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), help="The directory the demo is kept in."
)
@click.option("--groups", type=click.IntRange(1, 5000), default=1, show_default=True, help="How many groups.")
@click.option(
    "--registrants", type=click.IntRange(0, 200), default=8, show_default=True, help="How many in each."
)
@click.option("--json", "as_json", is_flag=True, help="Print address and links as one line of JSON.")
def demo(port: int | None, data: Path | None, groups: int, registrants: int, as_json: bool) -> None:
    """Serve ready groups of pretend people, and print everybody's link.

    A directory that holds an earlier demo goes on with that one, whatever numbers are asked for.
    """
    configured = load()
    config = settled(_demo_config(configured, port, data))
    if configured.database.url:
        where = f"The demo keeps a database of its own in {config.data_directory}; the configured one is not used."
        click.echo(where, err=True)
    bring_up_to_date(config)
    with opened_with(config) as installation:
        told = _told(_prepared(installation.adapters, groups, registrants), config)
        coordinators_link = _link_of_coordinator(installation)

    def show(_port: int) -> None:
        if as_json:
            click.echo(json.dumps({"url": config.public_url, "groups": told}))
        else:
            _show(config.public_url, told, coordinators_link)

    run_server(config, show, demo=True)


def _demo_config(config: Config, port: int | None, data: Path | None) -> Config:
    """The configuration with a directory, database and secret of the demo's own, on this machine only."""
    port = config.server.port if port is None else port
    server = config.server.model_copy(
        update={"host": HOST, "port": port or _free_port(), "public_url": "", "proxies": 0}
    )
    return config.model_copy(
        update={
            "server": server,
            "data": Data(directory=str(data or config.data_directory / "demo")),
            "database": DatabaseSettings(),
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


def _prepared(adapters: Adapters, groups: int, registrants: int) -> list[DemoGroup]:
    demo = Demo(SqlEnrolment(adapters.database), adapters.catalogue, new_id, new_join_code)
    return demo.prepare(groups, registrants, adapters.clock.now())


def _link_of_coordinator(installation: Opened) -> str:
    """The sign-in link of somebody who looks after every group."""
    adapters, (name, email) = installation.adapters, COORDINATOR
    staff = installation.groups.appoint(OPERATOR, name, email, coordinator=True)
    token = adapters.tokens.standing_sign_in_token(staff.id, adapters.clock.now())
    return f"{adapters.config.public_url}/sign-in/{token}"


def _told(groups: Sequence[DemoGroup], config: Config) -> Told:
    """What is printed about each group, links included."""
    tokens = Tokens(config.security.secret)

    def sign_in(leader: LinkHolder) -> str:
        token = tokens.standing_sign_in_token(leader.identity.id, leader.issued_at)
        return f"{config.public_url}/sign-in/{token}"

    def join(registrant: LinkHolder, group: DemoGroup) -> str:
        identity = registrant.identity
        token = tokens.join_token(identity.id, group.id, identity.version, registrant.issued_at)
        return f"{config.public_url}/join/{token}"

    return [
        {
            "group": group.name,
            "meeting": group.meeting_id,
            "leaders": [
                {"id": one.identity.id, "name": one.name, "link": sign_in(one)} for one in group.leaders
            ],
            "registrants": [
                {"id": one.identity.id, "name": one.name, "email": one.email, "link": join(one, group)}
                for one in group.registrants
            ],
        }
        for group in groups
    ]


def _show(url: str, groups: Told, coordinators_link: str) -> None:
    click.echo(f"The demo is ready at {url}\n")
    click.echo(f"The office, which looks after every group\n    {COORDINATOR[0]}  {coordinators_link}")
    click.echo(f"Mails are not sent; read them at {url}/outbox\n")
    for group in groups:
        click.echo(group["group"])
        for title, people in (("Leaders", group["leaders"]), ("Participants", group["registrants"])):
            click.echo(f"  {title}")
            width = max((len(person["name"]) for person in people), default=0)
            for person in people:
                click.echo(f"    {person['name']:<{width}}  {person['link']}")
        click.echo()
    click.echo(ADVICE)
