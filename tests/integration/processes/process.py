"""One server process on the PostgreSQL and the Redis of its configuration, in which the demo's links open everything.

`serve` itself has no such links: there, leaders come in by mail.
"""

import sys
from pathlib import Path

from balint_live import runtime

runtime.patch_for(sys.argv)

from balint_live.cli.installation import prepared_to_serve  # noqa: E402
from balint_live.cli.serve import run_server  # noqa: E402


def main() -> None:
    config = prepared_to_serve(Path(sys.argv[sys.argv.index("--config") + 1]))
    run_server(config, lambda port: print(f"Serving on {port}", flush=True), demo=True)  # noqa: T201


main()
