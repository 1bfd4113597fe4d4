"""What must be refused as the ledger stands, and with which code: every press that is impossible now."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from balint_live.application.live import commands
from balint_live.application.live.commands import Change
from balint_live.domain.errors import Code
from tests.properties.ledger import NOTHING, Ledger

Refusal = tuple[type[Change], dict[str, Any], Code]

LONGEST_STEP = timedelta(hours=24)
DURING_THE_SESSION: list[tuple[type[Change], dict[str, Any]]] = [
    (commands.CloseMeeting, {}),
    (commands.NextPhase, {}),
    (commands.BackPhase, {}),
    (commands.GotoPhase, {"position": 2}),
    (commands.PauseTimer, {}),
    (commands.ResumeTimer, {}),
    (commands.AdjustTimer, {"by_length": timedelta(minutes=1)}),
    (commands.SpreadTimer, {}),
]
AT_ANY_TIME: list[tuple[type[Change], dict[str, Any]]] = [
    (commands.OpenMeeting, {}),
    (commands.UndoMove, {}),
    (commands.ShowReminder, {}),
    (commands.HideReminder, {}),
]


def refused(ledger: Ledger, now: datetime) -> Iterator[Refusal]:
    if ledger.closed_at is not None:
        yield from ((change, further, Code.CLOSED) for change, further in DURING_THE_SESSION + AT_ANY_TIME)
        return
    yield commands.HideReminder if not ledger.reminder_showing else commands.ShowReminder, {}, Code.INVALID
    if not can_undo(ledger, now):
        yield commands.UndoMove, {}, Code.NOTHING_TO_UNDO
    if ledger.running:
        yield from _while_running(ledger, now)
    else:
        yield from ((change, further, Code.NOT_OPEN) for change, further in DURING_THE_SESSION)


def can_undo(ledger: Ledger, now: datetime) -> bool:
    return ledger.undo_until is not None and now <= ledger.undo_until


def can_spread(ledger: Ledger, now: datetime) -> bool:
    return ledger.late(now) > NOTHING and any(ledger.spare(now).values())


def _while_running(ledger: Ledger, now: datetime) -> Iterator[Refusal]:
    here, last = ledger.holds.position, ledger.positions[-1]
    yield commands.OpenMeeting, {}, Code.INVALID
    yield commands.PauseTimer if not ledger.holds.running else commands.ResumeTimer, {}, Code.INVALID
    for position in (here, 0, -1, last + 1):
        yield commands.GotoPhase, {"position": position}, Code.INVALID
    if here == last:
        yield commands.NextPhase, {}, Code.INVALID
    if here == 1:
        yield commands.BackPhase, {}, Code.INVALID
    for too_much in (
        -ledger.length - timedelta(seconds=1),
        LONGEST_STEP - ledger.length + timedelta(seconds=1),
    ):
        yield commands.AdjustTimer, {"by_length": too_much}, Code.INVALID
    if not can_spread(ledger, now):
        yield commands.SpreadTimer, {}, Code.INVALID
