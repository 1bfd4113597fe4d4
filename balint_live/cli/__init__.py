"""The command line: the server, the demo, and administration through the same use cases the pages have.

Every command says what it did; one that could not says so in one line and exits non-zero. Only a wrong configuration gets
as many lines as it has mistakes.
"""

import sys
from io import TextIOWrapper
from typing import Any

import click

from balint_live.adapters.database.engine import UnknownDatabase
from balint_live.adapters.protocol_catalogue import CatalogueMistakes
from balint_live.application.ports import Unavailable
from balint_live.cli.cluster import cluster
from balint_live.cli.data import db, export, purge
from balint_live.cli.demo import demo
from balint_live.cli.groups import group
from balint_live.cli.installation import check
from balint_live.cli.people import invite, leader
from balint_live.cli.serve import serve, worker
from balint_live.cli.zoom import zoom
from balint_live.config import ConfigMistakes
from balint_live.domain.errors import DomainError

WRONG_CONFIGURATION = 2


class PlainSpoken(click.Group):
    """Says in a sentence what went wrong outside the program; a fault inside it stays a traceback."""

    def main(self, *args: Any, **extra: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="replace")  # a terminal may lack the letters of a name
        return super().main(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ConfigMistakes as wrong:
            for mistake in wrong.mistakes:
                click.echo(mistake, err=True)
            return ctx.exit(WRONG_CONFIGURATION)
        except Unavailable as away:
            raise click.ClickException(f"The database did not answer ({away}).") from away
        except DomainError as refusal:
            raise click.ClickException(refusal.sentence) from refusal
        except (UnknownDatabase, CatalogueMistakes) as wrong:
            raise click.ClickException(str(wrong)) from wrong
        except OSError as refused:
            raise click.ClickException(_sentence(refused)) from refused


@click.group(cls=PlainSpoken, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The page beside Zoom that holds the structure of a Balint group's session."""


for command in (serve, worker, cluster, demo, leader, group, invite, export, purge, check, zoom, db):
    main.add_command(command)


def _sentence(refused: OSError) -> str:
    what = refused.strerror or str(refused)
    return f"{refused.filename}: {what}." if refused.filename else f"{what}."
