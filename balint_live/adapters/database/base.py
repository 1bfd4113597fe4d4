"""What every table shares: names for constraints, and an account of itself.

The database is the privacy policy. A table says what it is for and who sees it, and each of its columns what it holds and
how long it is kept (`about`); the page "What this site keeps" is drawn from that, and a test fails on one that does not say
it.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import Enum, MetaData, String
from sqlalchemy.orm import DeclarativeBase

Id = String(32)
"""Ids are random text of our own making, never something a person typed."""

WITH_THE_GROUP = "until the group is deleted"
WITH_THE_ACCOUNT = "until a coordinator removes them from those who sign in"
OF_THE_LEADER = "until that leader is removed, and no longer than the rest of it"
WITH_THE_PERSON = "until 90 days after the series; with credit, as long as the attendance"
UNTIL_LONG_AFTER = "until 90 days after the series"
WITH_THE_ATTENDANCE = "six years with credit (the sponsor sets 3 to 10), otherwise 90 days after the series"
WITH_THE_LINK = "until 14 days after the series"
WITH_THE_MAIL = "until 90 days after the series; nothing of its text or its address is ever kept"
WITH_THE_STATEMENT = "as long as the attendance it states; it outlives an erasure, and nothing else does"
FOR_TEN_YEARS = "ten years, as long as a backup could be restored; it is a random id and says nothing"
FOR_AN_HOUR = "an hour; it opens nothing after 15 minutes"
UNTIL_THE_LOGIN_WOULD_END = (
    "until the login would have ended by itself: a day, where the operator sets no other time"
)
UNTIL_CLOSE = "erased when the session ends"

BY_LEADERS = "the group's leaders and the society's coordinators"
BY_THEM_AND_LEADERS = "the person themself, the group's leaders and the society's coordinators"
BY_COORDINATORS = "the society's coordinators; names also by other leaders of the group"
BY_THE_GROUP = "everybody in the group; who moved last, leaders only"
BY_NOBODY = "nobody; the program needs it"
BY_WHOEVER_HAS_IT = "whoever holds the statement, the group's leaders and the society's coordinators"


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def about(purpose: str, kept: str) -> dict[str, Any]:
    """A column's account of itself, for `info=`."""
    return {"purpose": purpose, "kept": kept}


def table(purpose: str, seen_by: str = BY_LEADERS) -> dict[str, Any]:
    """A table's account of itself, for `__table_args__`."""
    return {"info": {"purpose": purpose, "seen_by": seen_by}}


def words(kind: type[StrEnum], length: int = 16) -> Enum:
    """A column that takes the kind's words and no others, kept as plain text."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=length,
        values_callable=lambda _: [each.value for each in kind],
    )
