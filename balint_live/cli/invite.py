"""`invite`: invitations to a whole group, with progress. Stopping it stops nothing: what is queued is sent all the same."""

from collections.abc import Sequence
from pathlib import Path
from threading import Event

import click
from rich.console import Console
from rich.progress import Progress as Bar

from balint_live.adapters.database.mail_book import SqlMailBook
from balint_live.adapters.log import Log
from balint_live.application.groups.group import Registrant
from balint_live.application.people import OPERATOR
from balint_live.application.post.mail import MailStanding, MailState
from balint_live.bootstrap.post import mailing
from balint_live.cli.installation import config_option
from balint_live.cli.opened import Opened, group_argument, opened

LOOK_AGAIN = 0.5


@click.command()
@config_option
@group_argument
@click.option(
    "--wait/--no-wait", default=True, show_default=True, help="Send now and show how far it has got."
)
def invite(config_file: Path | None, group: str, wait: bool) -> None:
    """Send an invitation to everybody enrolled in GROUP who has none yet; asked again, go on showing how far it has got."""
    with opened(config_file) as installation:
        desk, book = installation.desk(group), SqlMailBook(installation.database)
        batch = installation.office.invite(OPERATOR, desk.group.id)
        total = book.progress(batch).total
        click.echo(f"{total} invitations are to be sent.")
        earlier = None if total else book.newest_batch(desk.group.id)
        if wait and (total or (earlier and book.progress(earlier).waiting)):
            _send(installation, earlier or batch)
            _tell(book.batch(earlier or batch), desk.registrants)


def _send(installation: Opened, batch: str) -> None:
    """Drain beside whoever else drains: claims keep us apart."""
    database = installation.database
    post = mailing(
        installation.config, installation.clock, database, installation.catalogue, Log("error").fault
    )
    book, pause = SqlMailBook(database), Event()
    with Bar(console=Console(stderr=True)) as bar:
        task = bar.add_task("Sending", total=book.progress(batch).total)
        while (progress := book.progress(batch)).waiting:
            bar.update(task, completed=progress.total - progress.waiting)
            if not post.work():
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
    click.echo(f"{delivered} of {len(mails)} were taken by the mail server.")
