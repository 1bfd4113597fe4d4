"""From a row's cells to facts about a person, or to its outcome and the reason."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from balint_live.application.groups.group import Details
from balint_live.application.imports.table import (
    LONGEST,
    YES_IS_NO,
    Field,
    Mapping,
    Row,
    Table,
    normal_heading,
)
from balint_live.application.imports.values import (
    NO,
    Change,
    Facts,
    ListedRole,
    Order,
    clean,
    folded,
    is_damaged,
    is_sheet_error,
    joined_name,
    or_nothing,
    order_of,
    role_of,
    whole_name,
    zone_of,
)
from balint_live.domain.display import Role


class Outcome(StrEnum):
    """What will become of a row; each has exactly one."""

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
    """Why a row has its outcome."""

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
    Reason.TWO_PEOPLE: "Row %(rows)s has the same address with another name. Each person needs their own address.",
    Reason.TWO_ANSWERS: "Row %(rows)s says something else about the same person, under %(column)s.",
    Reason.SAME_PERSON: "The same person as in row %(rows)s.",
    Reason.WITHDRAWN_EARLIER: "Withdrew from this group earlier and stays withdrawn.",
    Reason.ORDER_CANCELLED: "Not coming, says this list: “%(said)s”.",
    Reason.ORDER_PENDING: "Not yet confirmed, says this list: “%(said)s”.",
    Reason.ORDER_TEST: "A test in this list: “%(said)s”.",
    Reason.HEADING_AGAIN: "The heading once more.",
}
"""In English, for the command line; pages have their own in the reader's language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowOutcome:
    """The outcome of one row. `name` and `email` as far as they could be read; `column` and `said` are what a reason is
    about.

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
        """The reason in English; empty where there is nothing to explain."""
        if self.reason is None:
            return ""
        rows = ", ".join(str(row) for row in self.rows)
        return SENTENCES[self.reason] % {"column": self.column, "said": self.said, "rows": rows}


_ORDERS = {
    Order.CANCELLED: Reason.ORDER_CANCELLED,
    Order.PENDING: Reason.ORDER_PENDING,
    Order.TEST: Reason.ORDER_TEST,
}
_WHO = (Field.NAME, Field.GIVEN, Field.FAMILY, Field.EMAIL)


class _Unclear(Exception):
    """This row cannot be taken, because of what stands under this field."""

    def __init__(self, reason: Reason, field: Field, said: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field
        self.said = said


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads the rows of one table. `address` gives an e-mail address its normal form, or raises ValueError."""

    table: Table
    mapping: Mapping
    address: Callable[[str], str]

    def facts(self, row: Row) -> Facts | RowOutcome:
        """What the row says, or its outcome where nothing can be taken from it."""
        if self._blank(row):
            return RowOutcome(number=row.number, outcome=Outcome.BLANK)
        return self._not_coming(row) or self._taken(row)

    def cannot(
        self, row: Row, reason: Reason, field: Field, said: str = "", rows: tuple[int, ...] = ()
    ) -> RowOutcome:
        """The outcome of a row that cannot be taken, because of what is in this field."""
        return self._outcome(row, Outcome.CANNOT, reason, field, said, rows)

    def name(self, row: Row) -> str:
        """The name: both parts from two columns where both are filled; else the whole name; else the one part there is."""
        given, family = self._said(Field.GIVEN, row), self._said(Field.FAMILY, row)
        whole = whole_name(self._said(Field.NAME, row))
        return joined_name(given, family) if (given and family) or not whole else whole

    def name_field(self) -> Field:
        """The field in which a name would be."""
        return next((field for field in _WHO[:3] if field in self.mapping.columns), Field.NAME)

    def _blank(self, row: Row) -> bool:
        """Whether nobody is here: no name, no address. Numbered, pre-filled or summed-up rows are blank like empty ones."""
        who = [field for field in _WHO if field in self.mapping.columns]
        return row.blank or (len(who) > 1 and not any(clean(self.mapping.text(field, row)) for field in who))

    def _not_coming(self, row: Row) -> RowOutcome | None:
        if self._heading_again(row):
            return RowOutcome(number=row.number, outcome=Outcome.SKIPPED, reason=Reason.HEADING_AGAIN)
        order = self._order(row)
        if order is None or order not in _ORDERS:
            return None
        return self._outcome(
            row, Outcome.SKIPPED, _ORDERS[order], Field.STATUS, self._said(Field.STATUS, row)
        )

    def _order(self, row: Row) -> Order | None:
        """None for an empty or unknown state. In some columns a "yes" or a date means that somebody is not coming."""
        said = self._said(Field.STATUS, row)
        heading = self.mapping.heading(Field.STATUS, self.table)
        if heading is None or normal_heading(heading) not in YES_IS_NO:
            return order_of(said)
        return Order.COMING if folded(said) in NO or not said else Order.CANCELLED

    def unknown_state(self, row: Row) -> str:
        """The row's state, where we do not know the word; else empty."""
        said = self._said(Field.STATUS, row)
        return said if said and self._order(row) is None and not self._heading_again(row) else ""

    def _heading_again(self, row: Row) -> bool:
        """Whether it is the heading once more: exports pasted one below the other bring theirs."""
        said = {(clean(row.cell(index)), self.table.header[index]) for index in self.mapping.columns.values()}
        return bool(said) and all(cell == heading for cell, heading in said)

    def _taken(self, row: Row) -> Facts | RowOutcome:
        try:
            self._require_readable(row)
            role, practice_leader = self._role(row)
            return Facts(
                email=self._address(row),
                name=self._fitting(Field.NAME, self.name(row), self.name_field()),
                role=role,
                practice_leader=practice_leader,
                timezone=self._zone(row),
                profession=self._text(Field.PROFESSION, row),
                licence_no=self._text(Field.LICENCE_NO, row),
                licence_region=self._text(Field.LICENCE_REGION, row),
            )
        except _Unclear as unclear:
            return self.cannot(row, unclear.reason, unclear.field, unclear.said)

    def _require_readable(self, row: Row) -> None:
        """Raises _Unclear for a cell of which only a part, or nothing, can be read."""
        for field in self.mapping.columns:
            said = clean(self.mapping.text(field, row))
            if is_damaged(said) or (field in _WHO[:3] and said.count('"') % 2):
                raise _Unclear(Reason.DAMAGED, field, said)
            if is_sheet_error(said):
                raise _Unclear(Reason.SHEET_ERROR, field, said)

    def _outcome(
        self,
        row: Row,
        outcome: Outcome,
        reason: Reason,
        field: Field,
        said: str = "",
        rows: tuple[int, ...] = (),
    ) -> RowOutcome:
        return RowOutcome(
            number=row.number,
            outcome=outcome,
            name=self.name(row),
            email=self._said(Field.EMAIL, row),
            reason=reason,
            column=self.mapping.heading(field, self.table),
            said=said,
            rows=rows,
        )

    def _said(self, field: Field, row: Row) -> str:
        return or_nothing(clean(self.mapping.text(field, row)))

    def _address(self, row: Row) -> str:
        said = self._said(Field.EMAIL, row) or self._beside_the_name(row)
        if not said:
            raise _Unclear(Reason.NO_ADDRESS, Field.EMAIL)
        try:
            return self.address(said)
        except ValueError:
            raise _Unclear(Reason.NOT_AN_ADDRESS, Field.EMAIL, said) from None

    def _beside_the_name(self, row: Row) -> str:
        """ "Jane Doe <jane@example.org>" in the column of names; else empty."""
        said = self._said(Field.NAME, row)
        return said if "@" in said.partition("<")[2] else ""

    def _role(self, row: Row) -> tuple[Role | None, bool | None]:
        """A practice leader is a participant who may be given the lead; "participant" alone takes that from nobody."""
        said = self._said(Field.ROLE, row)
        match role_of(said):
            case ListedRole.PARTICIPANT:
                return Role.REGISTRANT, None
            case ListedRole.OBSERVER:
                return Role.OBSERVER, None
            case ListedRole.PRACTICE_LEADER:
                return Role.REGISTRANT, True
            case ListedRole.LEADER:
                raise _Unclear(Reason.LEADER, Field.ROLE, said)
        if said:
            raise _Unclear(Reason.UNKNOWN_ROLE, Field.ROLE, said)
        return None, None

    def _zone(self, row: Row) -> str | None:
        said = self._said(Field.TIMEZONE, row)
        zone = zone_of(said)
        if said and zone is None:
            raise _Unclear(Reason.UNKNOWN_ZONE, Field.TIMEZONE, said)
        return zone

    def _text(self, field: Field, row: Row) -> str | None:
        return self._fitting(field, self._said(field, row), field)

    def _fitting(self, field: Field, text: str, stands_in: Field) -> str | None:
        """Raises _Unclear for more than is kept of it."""
        if len(text) > LONGEST[field]:
            raise _Unclear(Reason.TOO_LONG, stands_in)
        return text or None
