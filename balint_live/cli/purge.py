"""`purge`: forgetting what is due, as the server does by itself once a day; or only saying what that would be.

Counts and groups are said and never people: whoever runs the server need not learn who took part in what.
"""

from collections.abc import Iterator
from pathlib import Path

import click

from balint_live.application.retention.due import Due
from balint_live.application.retention.loose import Loose
from balint_live.application.retention.purge import Purged
from balint_live.bootstrap.chores import retention
from balint_live.cli.installation import config_option
from balint_live.cli.opened import opened


@click.command()
@config_option
@click.option("--dry-run", is_flag=True, help="Only say what would go, and change nothing.")
def purge(config_file: Path | None, dry_run: bool) -> None:
    """Forget what is due: people 90 days after their series, credited records and statements at their date."""
    with opened(config_file) as installation:
        due = retention(installation.clock, installation.database, installation.catalogue)
        purged = due.look() if dry_run else due.purge()
    for line in said(purged):
        click.echo(line)
    if dry_run and not purged.nothing:
        click.echo("Nothing was changed.")


def said(purged: Purged) -> Iterator[str]:
    """What went, or would go, a line for each group."""
    if purged.nothing:
        yield "Nothing is due."
    for one in purged.groups:
        yield f"{one.group} ({one.group_id}): {_listed(_of_group(one))}."
    if not purged.loose.nothing:
        yield f"Apart from any series: {_listed(_of_none(purged.loose))}."


def _of_group(due: Due) -> dict[str, int]:
    return {
        "people, whole": len(due.whole),
        "people, all but the record of their credit": len(due.reduced),
        "join codes": len(due.codes),
        "statements": len(due.statements),
        "mails": due.mails,
    }


def _of_none(loose: Loose) -> dict[str, int]:
    return {
        "sign-ins": loose.sign_ins,
        "ended logins": loose.logins,
        "mails": loose.mails,
        "statements of people erased": loose.statements,
        "notes of erasures": loose.erasures,
    }


def _listed(counts: dict[str, int]) -> str:
    return "; ".join(f"{what}: {count}" for what, count in counts.items() if count)
