"""Why a row of a list is taken or not, in the reader's language; in English it is what the command line says too."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext

from balint_live.application.lists.facts import Change
from balint_live.application.lists.fields import Field
from balint_live.application.lists.outcome import Reason, RowOutcome
from balint_live.domain.roles import Role

Words = Callable[[RowOutcome], str]

_WHY: dict[Reason, Words] = {
    Reason.DAMAGED: lambda row: gettext(
        "Some signs are damaged: “%(said)s”. Please correct them in the file.", said=row.said
    ),
    Reason.SHEET_ERROR: lambda row: gettext(
        "“%(said)s” is an error of the spreadsheet, or a formula without a result. Please correct it there.",
        said=row.said,
    ),
    Reason.NO_ADDRESS: lambda _: gettext("There is no e-mail address in this row."),
    Reason.NOT_AN_ADDRESS: lambda row: gettext("“%(said)s” is not an e-mail address.", said=row.said),
    Reason.NO_NAME: lambda _: gettext("There is no name in this row."),
    Reason.TOO_LONG: lambda row: gettext("%(column)s is longer than it may be.", column=row.column),
    Reason.UNKNOWN_ROLE: lambda row: gettext(
        "“%(said)s” is not a role we know: participant, observer or practice leader.", said=row.said
    ),
    Reason.LEADER: lambda _: gettext("Leaders are added on the group's page, not from a list."),
    Reason.UNKNOWN_ZONE: lambda row: gettext(
        "“%(said)s” is not a time zone. Please write a place, such as Europe/Berlin.", said=row.said
    ),
    Reason.TWO_PEOPLE: lambda row: gettext(
        "The same address stands in row %(rows)s with another name. Each person needs their own.",
        rows=_rows(row),
    ),
    Reason.TWO_ANSWERS: lambda row: gettext(
        "Row %(rows)s says something else about the same person, under %(column)s.",
        rows=_rows(row),
        column=row.column,
    ),
    Reason.SAME_PERSON: lambda row: gettext("The same person as in row %(rows)s.", rows=_rows(row)),
    Reason.WITHDRAWN_EARLIER: lambda _: gettext("Withdrew from this group earlier and stays withdrawn."),
    Reason.ORDER_CANCELLED: lambda row: gettext("Not coming, says this list: “%(said)s”.", said=row.said),
    Reason.ORDER_PENDING: lambda row: gettext(
        "Not yet confirmed, says this list: “%(said)s”.", said=row.said
    ),
    Reason.ORDER_TEST: lambda row: gettext("A test in this list: “%(said)s”.", said=row.said),
    Reason.HEADING_AGAIN: lambda _: gettext("The heading once more."),
}


def why(row: RowOutcome) -> str:
    """Empty where there is nothing to explain."""
    return "" if row.reason is None else _WHY[row.reason](row)


def field_words(field: Field) -> str:
    return {
        Field.NAME: gettext("Whole name"),
        Field.GIVEN: gettext("First name"),
        Field.FAMILY: gettext("Last name"),
        Field.EMAIL: gettext("E-mail address"),
        Field.ROLE: gettext("Role"),
        Field.TIMEZONE: gettext("Time zone"),
        Field.PROFESSION: gettext("Profession"),
        Field.LICENCE_NO: gettext("Licence number"),
        Field.LICENCE_REGION: gettext("Licence region"),
        Field.STATUS: gettext("State of the order"),
    }[field]


def change_words(change: Change) -> str:
    """ "Profession: GP → psychologist" """
    return gettext(
        "%(fact)s: %(before)s → %(after)s",
        fact=_fact(change.fact),
        before=_value(change.before),
        after=_value(change.after),
    )


def _fact(fact: str) -> str:
    facts = {
        "name": gettext("Name"),
        "practice_leader": gettext("Practice leader"),
    }
    return facts.get(fact) or field_words(Field(fact))


def _value(value: Any) -> str:
    if value is None:
        return gettext("nothing")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, Role):
        return gettext("observer") if value is Role.OBSERVER else gettext("participant")
    return str(value)


def _rows(row: RowOutcome) -> str:
    return ", ".join(str(number) for number in row.rows)
