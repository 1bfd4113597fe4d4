"""Being asked before what cannot be taken back: at a terminal by a question, anywhere else by `--yes`."""

import sys

import click

yes_option = click.option("--yes", is_flag=True, help="Do not ask.")


def require_consent(yes: bool) -> None:
    """Raises Abort for a no, and ClickException where nobody can be asked."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise click.ClickException("Nothing was changed. Say --yes to go on.")
    click.confirm("This cannot be taken back. Go on?", abort=True)
