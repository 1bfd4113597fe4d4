"""What will become of a row, and why: exactly one outcome for each, in words the office can act on."""

from dataclasses import dataclass
from enum import StrEnum

from balint_live.application.groups.group import Details
from balint_live.application.lists.facts import Change


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    """The same person as in a row above, taken there."""
    WITHDRAWN = "withdrawn"
    """Left the group earlier; a list does not bring anybody back."""
    SKIPPED = "skipped"
    """Not somebody who comes: an order cancelled or open, the heading once more."""
    BLANK = "blank"
    CANNOT = "cannot"


class Reason(StrEnum):
    DAMAGED = "damaged"
    SHEET_ERROR = "sheet_error"
    NO_ADDRESS = "no_address"
    NOT_AN_ADDRESS = "not_an_address"
    NO_NAME = "no_name"
    TOO_LONG = "too_long"
    UNKNOWN_ROLE = "unknown_role"
    LEADER = "leader"
    UNKNOWN_ZONE = "unknown_zone"
    TWO_PEOPLE = "two_people"
    TWO_ANSWERS = "two_answers"
    SAME_PERSON = "same_person"
    WITHDRAWN_EARLIER = "withdrawn_earlier"
    ORDER_CANCELLED = "order_cancelled"
    ORDER_PENDING = "order_pending"
    ORDER_TEST = "order_test"
    HEADING_AGAIN = "heading_again"


SENTENCES: dict[Reason, str] = {
    Reason.DAMAGED: "Some signs are damaged: “%(said)s”. Please correct them in the file.",
    Reason.SHEET_ERROR: "“%(said)s” is an error of the spreadsheet, or a formula without a result. Please correct it there.",
    Reason.NO_ADDRESS: "There is no e-mail address in this row.",
    Reason.NOT_AN_ADDRESS: "“%(said)s” is not an e-mail address.",
    Reason.NO_NAME: "There is no name in this row.",
    Reason.TOO_LONG: "%(column)s is longer than it may be.",
    Reason.UNKNOWN_ROLE: "“%(said)s” is not a role we know: participant, observer or practice leader.",
    Reason.LEADER: "Leaders are added on the group's page, not from a list.",
    Reason.UNKNOWN_ZONE: "“%(said)s” is not a time zone. Please write a place, such as Europe/Berlin.",
    Reason.TWO_PEOPLE: "The same address stands in row %(rows)s with another name. Each person needs their own.",
    Reason.TWO_ANSWERS: "Row %(rows)s says something else about the same person, under %(column)s.",
    Reason.SAME_PERSON: "The same person as in row %(rows)s.",
    Reason.WITHDRAWN_EARLIER: "Withdrew from this group earlier and stays withdrawn.",
    Reason.ORDER_CANCELLED: "Not coming, says this list: “%(said)s”.",
    Reason.ORDER_PENDING: "Not yet confirmed, says this list: “%(said)s”.",
    Reason.ORDER_TEST: "A test in this list: “%(said)s”.",
    Reason.HEADING_AGAIN: "The heading once more.",
}
"""In English, for the command line; pages have the same by the reason's name, in the reader's language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOutcome:
    """`name` and `email` as far as they could be read; `column` is the heading and `said` the text a reason is about.

    `rows` are the other rows concerned, the first few of them. `details` is what will be stored for NEW and CHANGED, and
    `registrant_id` who it is about where they are known.
    """

    number: int
    outcome: Outcome
    name: str = ""
    email: str = ""
    details: Details | None = None
    registrant_id: str | None = None
    changes: tuple[Change, ...] = ()
    reason: Reason | None = None
    column: str | None = None
    said: str = ""
    rows: tuple[int, ...] = ()

    @property
    def sentence(self) -> str:
        """Empty where there is nothing to explain."""
        if self.reason is None:
            return ""
        rows = ", ".join(str(row) for row in self.rows)
        return SENTENCES[self.reason] % {"column": self.column, "said": self.said, "rows": rows}
