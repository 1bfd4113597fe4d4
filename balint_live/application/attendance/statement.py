"""A statement of attendance: what one person attended and earned, as it was said on the day it was given out.

It is frozen when it is issued and stands alone: erasing somebody leaves their statements and nothing else, so it holds
exactly the least that proves credit (domain.md, section 16). Whoever has the paper has the code and the name; whoever has
only one of the two learns nothing.
"""

from dataclasses import dataclass
from datetime import datetime

CODE_LENGTH = 12
"""Letters and digits of `typed_codes.ALPHABET`, shown in blocks of four."""


@dataclass(frozen=True, slots=True)
class StatedSession:
    """One session: booked and actual times, and how many credited seconds the person was present."""

    number: int
    scheduled_start: datetime
    scheduled_end: datetime
    actual_start: datetime
    actual_end: datetime
    present_s: int


@dataclass(frozen=True, slots=True)
class StatedCredit:
    """Credits of one type over all sessions of the statement, in quarters.

    `approval` is the body's approval statement, word for word.
    """

    credit_type: str
    quarters: int
    approval: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """`code` in its plain form; `meeting_id` None for the whole series.

    `registrant_id` is None once the person is erased; `kept_until` is when it is deleted, `replaced_at` when a newer one
    took its place.
    """

    id: str
    code: str
    registrant_id: str | None
    group_id: str | None
    meeting_id: str | None
    issued_at: datetime
    kept_until: datetime
    name: str
    organisation: str
    activity: str
    timezone: str
    sessions: tuple[StatedSession, ...]
    credits: tuple[StatedCredit, ...]
    replaced_at: datetime | None = None
