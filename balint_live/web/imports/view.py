"""The preview of a list as its page shows it: counts on top, then what needs a look, then everybody else folded away.

Why a row is taken or not is said in the reader's language; in English it is what the command line says too.
"""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext, ngettext

from balint_live.application.imports.columns import Field
from balint_live.application.imports.preview import Preview
from balint_live.application.imports.rows import Outcome, Reason, RowOutcome
from balint_live.application.imports.table import ListMistake, Table
from balint_live.application.imports.values import Change
from balint_live.domain.display import Role
from balint_live.web.shared.context import Context

SHOWN = 50
"""So many rows without a problem stand open; the others unfold."""
_WHY: dict[Reason, Callable[[RowOutcome], str]] = {
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


def field_words(field: Field) -> str:
    """What a field is called."""
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
    facts = {"name": gettext("Name"), "practice_leader": gettext("Practice leader")}
    return gettext(
        "%(fact)s: %(before)s → %(after)s",
        fact=facts.get(change.fact) or field_words(Field(change.fact)),
        before=_value(change.before),
        after=_value(change.after),
    )


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


_WORDS: dict[Outcome, Callable[[int], str]] = {
    Outcome.NEW: lambda count: ngettext(
        "%(num)s person will be enrolled.", "%(num)s people will be enrolled.", count
    ),
    Outcome.CHANGED: lambda count: ngettext("%(num)s person changes.", "%(num)s people change.", count),
    Outcome.UNCHANGED: lambda count: ngettext(
        "%(num)s person is known already; nothing changes for them.",
        "%(num)s people are known already; nothing changes for them.",
        count,
    ),
    Outcome.CANNOT: lambda count: ngettext(
        "%(num)s row cannot be taken.", "%(num)s rows cannot be taken.", count
    ),
    Outcome.DUPLICATE: lambda count: ngettext(
        "%(num)s row is of somebody listed above; they are taken once.",
        "%(num)s rows are of people listed above; they are taken once.",
        count,
    ),
    Outcome.WITHDRAWN: lambda count: ngettext(
        "%(num)s person left the group earlier and stays withdrawn.",
        "%(num)s people left the group earlier and stay withdrawn.",
        count,
    ),
    Outcome.SKIPPED: lambda count: ngettext("%(num)s row is skipped.", "%(num)s rows are skipped.", count),
}
"""How many rows have this outcome, in the order in which they are read. Blank rows are left out."""


def counted(preview: Preview) -> list[str]:
    """A sentence for each outcome there are any of."""
    counts = preview.counts
    return [words(counts[outcome]) for outcome, words in _WORDS.items() if counts[outcome]]


def press_words(preview: Preview) -> str:
    """What the button says; empty where nothing would change."""
    new, changed = preview.counts[Outcome.NEW], preview.counts[Outcome.CHANGED]
    if new and changed:
        return ngettext(
            "Enrol %(num)s person, change %(changed)s",
            "Enrol %(num)s people, change %(changed)s",
            new,
            changed=changed,
        )
    if new:
        return ngettext("Enrol %(num)s person", "Enrol %(num)s people", new)
    return ngettext("Change %(num)s person", "Change %(num)s people", changed) if changed else ""


def done_words(preview: Preview) -> list[str]:
    """What was done, a sentence for each kind of it."""
    new, changed = preview.counts[Outcome.NEW], preview.counts[Outcome.CHANGED]
    said = [
        ngettext("%(num)s person is enrolled.", "%(num)s people are enrolled.", new) if new else "",
        ngettext("%(num)s person was changed.", "%(num)s people were changed.", changed) if changed else "",
    ]
    return [sentence for sentence in said if sentence]


def list_view(table: Table, preview: Preview) -> Context:
    """The preview for its page. A column is `missing` where nobody can be taken without one for its field."""
    index = preview.mapping.columns
    return {
        "headings": table.header,
        "columns": [
            {
                "field": field,
                "words": field_words(field),
                "index": index.get(field),
                "missing": field in preview.missing,
            }
            for field in Field
        ],
        "taken": [
            f"{table.header[index[field]]} → {field_words(field)}" for field in Field if field in index
        ],
        "missing": [field_words(field) for field in preview.missing],
        "ignored": preview.ignored,
        "unknown_states": [f"“{state}”" for state in preview.unknown_states],
        "leave_out": preview.leave_out,
        "counted": counted(preview),
        "rows": {outcome.value: _lines(preview, outcome) for outcome in Outcome},
        "shown": SHOWN,
        "press": press_words(preview),
    }


def mistake_words(mistake: ListMistake) -> str:
    """What is wrong with a list, with the row and column where it is about one."""
    if mistake.row is None:
        return mistake.sentence
    if mistake.column is None:
        return gettext("Row %(row)s: %(sentence)s", row=mistake.row, sentence=mistake.sentence)
    return gettext(
        "Row %(row)s, column %(column)s: %(sentence)s",
        row=mistake.row,
        column=mistake.column,
        sentence=mistake.sentence,
    )


def _lines(preview: Preview, outcome: Outcome) -> list[Context]:
    """The rows with this outcome, each with the reason and the changes in words."""
    return [
        {
            "row": row,
            "why": "" if row.reason is None else _WHY[row.reason](row),
            "changes": [change_words(change) for change in row.changes],
        }
        for row in preview.rows
        if row.outcome is outcome
    ]
