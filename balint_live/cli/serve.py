"""`serve`: the server, until it is told to stop."""

import errno
from collections.abc import Callable
from pathlib import Path

import click

from balint_live import serving
from balint_live.cli.installation import bring_up_to_date, config_option, require_up_to_date, settled
from balint_live.config import Config, in_address, load
from balint_live.runtime.interface import ListenerLost


@click.command()
@config_option
def serve(config_file: Path | None) -> None:
    """Run the server until SIGTERM; it then takes leave of open pages and exits with status 0."""
    loaded = load(config_file)
    config = settled(loaded)
    if loaded.embedded:
        bring_up_to_date(config)
    else:
        require_up_to_date(config)
    host = in_address(config.server.host)
    run(config, lambda port: click.echo(f"Serving {config.public_url} on port {port} of {host}."))


def run(config: Config, on_listening: Callable[[int], None], demo: bool = False) -> None:
    """Serve a settled configuration until told to stop. Raises ClickException when the port is not to be had, or lost."""
    try:
        serving.serve(config, on_listening, demo)
    except OSError as refused:
        raise click.ClickException(_no_port(config, refused)) from refused
    except ListenerLost as lost:
        raise click.ClickException(
            "Nobody could connect any more, so the server has stopped. Start it again."
        ) from lost


def _no_port(config: Config, refused: OSError) -> str:
    where = f"{in_address(config.server.host)}:{config.server.port}"
    if refused.errno == errno.EADDRINUSE:
        return f"Something else is already serving at {where}."
    return f"Cannot serve at {where}: {refused.strerror}."
