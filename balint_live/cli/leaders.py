"""`leader`: the people who sign in, the first coordinator among them."""

from pathlib import Path

import click

from balint_live.adapters.addresses import normal_address
from balint_live.application.groups.group import LeaderLabel
from balint_live.application.people import OPERATOR
from balint_live.cli.installation import config_option
from balint_live.cli.opened import opened


@click.group()
def leader() -> None:
    """Leaders and coordinators: those who sign in by e-mail."""


@leader.command()
@config_option
@click.option("--name", required=True, help="The name others see.")
@click.option("--email", required=True, help="Where sign-in links are sent.")
@click.option("--coordinator", is_flag=True, help="Somebody who looks after every group.")
@click.option("--group", help="A group to lead: its id or its name.")
def add(config_file: Path | None, name: str, email: str, coordinator: bool, group: str | None) -> None:
    """Add somebody who signs in; somebody known already is made coordinator, or leader of the group."""
    with opened(config_file) as installation:
        address = address_of(email)
        desk = None if group is None else installation.desk(group)
        if desk is None:
            staff = installation.office.appoint(OPERATOR, name, address, coordinator)
        else:
            label = LeaderLabel.LEADER
            staff = installation.office.add_leader(OPERATOR, desk.group.id, name, address, label, coordinator)
        role = "coordinator" if staff.coordinator else "leader"
        leads = "" if desk is None else f" and leads {desk.group.settings.name}"
        click.echo(f"{staff.name} <{staff.email}> is a {role}{leads}.")
        click.echo(f"They sign in at {installation.config.public_url}/sign-in")


def address_of(text: str) -> str:
    """Raises ClickException over something that is none."""
    try:
        return normal_address(text)
    except ValueError as wrong:
        raise click.ClickException(f"{text}: {wrong}") from wrong
