"""`leader`: the people who sign in, the first coordinator among them; and `invite`: invitations to a whole group.

Before what cannot be taken back a question is asked at a terminal; anywhere else `--yes` is needed. Stopping `invite` only
stops the display: what is queued is sent all the same.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Event

import click
from rich.console import Console
from rich.progress import Progress as Bar

from balint_live.adapters.database.mail_queue import SqlMailResults
from balint_live.adapters.mail.headers import normal_address
from balint_live.application.groups.group import LeaderLabel, Registrant
from balint_live.application.groups.leaders import require_demotable, require_spared
from balint_live.application.identity import OPERATOR
from balint_live.application.mail.sender import Mailing
from balint_live.application.mail_queue import MailStanding, MailState
from balint_live.cli.installation import Opened, config_option, group_argument, opened
from balint_live.composition.jobs import mailing
from balint_live.composition.services import sign_in, staffing
from balint_live.domain import names

LOOK_AGAIN = 0.5

yes_option = click.option("--yes", is_flag=True, help="Do not ask.")
address_argument = click.argument("address", required=False)
email_option = click.option("--email", help="The same as ADDRESS, as `leader add` takes it.")


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
        name, address = name_of(name, "The name"), address_of(email)
        found = None if group is None else installation.group(group)
        if found is None:
            staff = installation.groups.appoint(OPERATOR, name, address, coordinator)
        else:
            label = LeaderLabel.LEADER
            staff = installation.groups.add_leader(OPERATOR, found.id, name, address, label, coordinator)
        role = "coordinator" if staff.coordinator else "leader"
        leads = "" if found is None else f" and leads {found.settings.name}"
        click.echo(f"{staff.name} <{staff.email}> is a {role}{leads}.")
        page = f"{installation.adapters.config.public_url}/sign-in"
        click.echo(f"They sign in at {page}")
        if staff.coordinator:
            click.echo("Or by this link, once and within 15 minutes, as soon as the server runs:")
            click.echo(f"{page}/{sign_in(installation.adapters).at_the_terminal(staff.id)}")


@leader.command()
@config_option
@address_argument
@email_option
@yes_option
def remove(config_file: Path | None, address: str | None, email: str | None, yes: bool) -> None:
    """Take away the account of whoever signs in with ADDRESS: name, logins, and their place in the groups they lead."""
    with opened(config_file) as installation:
        people, id = staffing(installation.adapters), _known(installation, address or email)
        duties = people.duties(OPERATOR, id)
        require_spared(duties)
        person = duties.person
        click.echo(f"{person.name} <{person.email}> is to be removed, with every login.")
        click.echo(f"Groups they lead: {', '.join(one.group for one in duties.leads) or 'none'}.")
        require_consent(yes)
        people.remove(OPERATOR, id)
        click.echo(f"{person.name} signs in no longer. Their name and address are gone.")


@leader.command()
@config_option
@address_argument
@email_option
@yes_option
def demote(config_file: Path | None, address: str | None, email: str | None, yes: bool) -> None:
    """Make the coordinator who signs in with ADDRESS a leader only, of the groups they lead."""
    with opened(config_file) as installation:
        people, id = staffing(installation.adapters), _known(installation, address or email)
        duties = people.duties(OPERATOR, id)
        require_demotable(duties)
        click.echo(f"{duties.person.name} is to look after all groups no longer.")
        click.echo(f"Groups they lead: {', '.join(one.group for one in duties.leads) or 'none'}.")
        require_consent(yes)
        people.demote(OPERATOR, id)
        click.echo(f"{duties.person.name} is a leader only.")


def require_consent(yes: bool) -> None:
    """Ask, unless told `--yes`. Raises Abort for a no, and ClickException where nobody can be asked."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.ClickException("Nothing was changed. Add --yes to go on.")
    click.confirm("This cannot be undone. Go on?", abort=True)


def _known(installation: Opened, address: str | None) -> str:
    if address is None:
        raise click.ClickException("Say whose account: an ADDRESS is missing.")
    found = installation.groups.store.by_email(address_of(address))
    if found is None:
        raise click.ClickException(f"Nobody signs in with {address}.")
    return found.id


def name_of(text: str, whose: str) -> str:
    """A name as pages take it. Raises ClickException, which says whose it is, over something that is none."""
    if any(0xD800 <= ord(sign) <= 0xDFFF for sign in text):
        raise click.ClickException(f"{whose} is not written in this terminal's own encoding. Type it anew.")
    name = names.clean(text)
    if not name:
        raise click.ClickException(f'{whose} is missing. Type it, such as "Ana Ruiz".')
    if len(name) > names.MOST_CHARACTERS:
        raise click.ClickException(f"{whose} is too long: at most {names.MOST_CHARACTERS} characters.")
    return name


def address_of(text: str) -> str:
    """Raises ClickException over something that is none."""
    try:
        return normal_address(text)
    except ValueError as wrong:
        raise click.ClickException(f"{text}: {wrong}") from wrong


@click.command()
@config_option
@group_argument
@click.option(
    "--wait/--no-wait", default=True, show_default=True, help="Send now and show how far it has got."
)
def invite(config_file: Path | None, group: str, wait: bool) -> None:
    """Send an invitation to everybody enrolled in GROUP who has none yet; asked again, go on showing how far it has got."""
    with opened(config_file) as installation:
        found, results = installation.group(group), SqlMailResults(installation.adapters.database)
        batch = installation.groups.invite(OPERATOR, found.id)
        total = results.progress(batch).total
        click.echo(f"{total} invitations are to be sent.")
        earlier = None if total else results.newest_batch(found.id)
        if wait and (total or (earlier and results.progress(earlier).waiting)):
            _send(mailing(installation.adapters), results, earlier or batch)
            _tell(results.batch(earlier or batch), found.registrants)


def _send(mail: Mailing, results: SqlMailResults, batch: str) -> None:
    """Send and show progress; others may be sending at the same time, and claims keep two from sending one mail."""
    pause = Event()
    with Bar(console=Console(stderr=True)) as bar:
        task = bar.add_task("Sending", total=results.progress(batch).total)
        while (progress := results.progress(batch)).waiting:
            bar.update(task, completed=progress.total - progress.waiting)
            if not mail.work():
                pause.wait(LOOK_AGAIN)
        bar.update(task, completed=progress.total)


def _tell(mails: Sequence[MailStanding], people: Sequence[Registrant]) -> None:
    names = {one.id: f"{one.details.name} <{one.details.email}>" for one in people}
    for mail in mails:
        if mail.state is not MailState.DELIVERED:
            click.echo(
                f"Not delivered to {names.get(mail.registrant_id or '', '')}: {mail.problem or mail.state}"
            )
    delivered = sum(mail.state is MailState.DELIVERED for mail in mails)
    click.echo(f"{delivered} of {len(mails)} were accepted by the mail server.")
