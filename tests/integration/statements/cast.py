"""A statement to be drawn: Carla's, of a series of eight in London, with what the tests change by name."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from balint_live.adapters.statement_pdf import Paper, Words
from balint_live.application.attendance.record import StatedCredit, StatedSession, Statement
from balint_live.application.attendance.statements import Licence, Printed

SITE = "https://balint.example.org"
START = datetime(2026, 3, 17, 19, 0, tzinfo=UTC)
"""In London the clocks change on 29 March, between the first session and the second."""
ISSUED = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
"""In London it is the first of July already."""
AMA_WORDS = "The Society designates this live activity for a maximum of 8 AMA PRA Category 1 Credits™."
APA_WORDS = (
    "The Society is approved by the American Psychological Association to sponsor continuing education."
)


def session(number: int, present_s: int, late: timedelta = timedelta()) -> StatedSession:
    start = START + timedelta(days=14 * (number - 1)) - (timedelta(hours=1) if number > 1 else timedelta())
    end = start + timedelta(minutes=90)
    return StatedSession(number, start, end, start + late, end + late, present_s)


STATEMENT = Statement(
    id="s-1",
    code="ACDE2346FGHJ",
    registrant_id="carla",
    group_id="tuesday",
    meeting_id=None,
    issued_at=ISSUED,
    kept_until=ISSUED + timedelta(days=2000),
    name="Carla Müller",
    organisation="The Balint Society",
    activity="Tuesday group",
    timezone="Europe/London",
    sessions=(session(1, 5399), session(2, 2759, timedelta(minutes=1))),
    credits=(StatedCredit("AMA PRA Category 1", 9, AMA_WORDS), StatedCredit("APA CE", 4, APA_WORDS)),
)
PRINTED = Printed(
    statement=STATEMENT,
    planned=8,
    leaders=("Ana Smith", "Ben O’Neill"),
    contact="office@example.org",
    licence=Licence("12 345", "Bavaria"),
)


def stating(**changes: Any) -> Printed:
    """The same with another name, say."""
    return replace(PRINTED, statement=replace(STATEMENT, **changes))


def drawn(printed: Printed = PRINTED) -> bytes:
    return Paper(Words(SITE)).pdf(printed)


def read(file: bytes) -> str:
    """What another program reads on its pages, in single spaces."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(file)).pages).split())
