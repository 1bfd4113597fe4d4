"""Which tests stay together when several run at once: those that share a server or a browser, so that it is started once.

The process that deals tests out knows their names and has imported none of them, so what a test shares is read off its file.
(xdist's own groups are tied to how pytest once kept those names, and have no effect with the one in use.)
"""

from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]
SCENES = "scenes that take their time"
LONG_GROUPS = {SCENES, "the eventlet server", "the threading server"}


class BySharedServer(LoadScopeScheduling):  # type: ignore[misc]
    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def group_of(nodeid: str) -> str:
    """Tests with the same answer run one after the other, in the same process."""
    file, _, test = nodeid.partition("::")
    source = _source(file)
    if 'scope="module", params=' in source:
        return f"{file} {test.partition('[')[2]}"
    if "tests.integration.live.waiting" in source:
        return SCENES
    if file.startswith("tests/browser/") or 'scope="module"' in source:
        return file
    if ": Served" in source and "fresh: " not in source:
        return "the threading server" if "[threading" in test else "the eventlet server"
    return nodeid


def begins_early(nodeid: str, timeout: float) -> tuple[bool, float]:
    """For sorting: what takes longest begins first, so that nobody waits for it at the end.

    `timeout` in seconds is what the test may take: the long ones ask for more than the usual.
    """
    return group_of(nodeid) not in LONG_GROUPS, -timeout


@cache
def _source(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")
