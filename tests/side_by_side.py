"""Which tests stay together when several run at once: those that share a server, a browser or a database, so that it is
started once; and the order in which the groups begin, the longest first.

The process that deals tests out knows their names and has imported none of them, so what a test shares is read off its file.
(xdist's own groups are tied to how pytest once kept those names, and have no effect with the one in use.)
"""

import re
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]
SCENES = "scenes that take their time"
STORES = "the stores"
TWO_AT_ONCE = "tests/integration/database/test_serial_orders.py"
JUNK = "tests/integration/groups/test_junk.py"
LONGEST_FIRST = (SCENES, "the eventlet server", "the threading server", STORES, TWO_AT_ONCE, JUNK)
OWN_PROCESSES = (
    "tests/integration/live/",
    "tests/integration/mail/",
    "tests/integration/absence/",
    "tests/integration/test_",
)
QUICK = ("tests/unit/", "tests/properties/", "tests/architecture/", "tests/js/")
"""Dealt out last: they take little each, and so keep every process busy to the end."""


class BySharedServer(LoadScopeScheduling):  # type: ignore[misc]
    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


@cache
def group_of(nodeid: str) -> str:
    """Tests with the same answer run one after the other, in the same process."""
    file, _, test = nodeid.partition("::")
    source = _source(file)
    if "tests.integration.live.waiting" in source:
        return SCENES
    if file.startswith("tests/integration/database/") and file != TWO_AT_ONCE:
        return STORES
    if file == JUNK or "fresh: " in _arguments(file, test.partition("[")[0]):
        return nodeid
    if 'scope="module", params=' in source:
        return f"{file} {re.split('[][-]', test)[1]}"
    if file.startswith("tests/integration/") and ": Served" in source:
        return "the threading server" if "[threading" in test else "the eventlet server"
    one_by_one = file.startswith(OWN_PROCESSES) and 'scope="module"' not in source
    return nodeid if one_by_one else file


def begins_early(nodeid: str, timeout: float) -> tuple[int, int, float]:
    """For sorting: what takes longest begins first, so that nobody waits for it at the end.

    `timeout` in seconds is what the test may take: the long ones ask for more than the usual.
    """
    file, group = nodeid.partition("::")[0], group_of(nodeid)
    for place, long in enumerate(LONGEST_FIRST):
        if long in (group, file):
            return place, 0, -timeout
    return len(LONGEST_FIRST), 2 if file.startswith(QUICK) else group == file, -timeout


@cache
def _arguments(file: str, function: str) -> str:
    """As they stand in the file."""
    found = re.search(rf"def {re.escape(function)}\((.*?)\) -> None:", _source(file), re.DOTALL)
    return found[1] if found else ""


@cache
def _source(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")
