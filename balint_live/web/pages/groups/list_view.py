"""The preview of a list as its page shows it: counts on top, then what needs a look, then everybody else folded away."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from balint_live.application.lists.fields import Field
from balint_live.application.lists.mistake import ListMistake
from balint_live.application.lists.outcome import Outcome, RowOutcome
from balint_live.application.lists.preview import Preview
from balint_live.application.lists.table import Table
from balint_live.web.pages.groups.list_counts import counted, press_words
from balint_live.web.pages.groups.row_words import change_words, field_words, why

SHOWN = 50
"""So many rows that are fine stand open; who wants to see the others unfolds them."""


@dataclass(frozen=True, slots=True)
class Line:
    row: RowOutcome

    @property
    def why(self) -> str:
        return why(self.row)

    @property
    def changes(self) -> list[str]:
        return [change_words(change) for change in self.row.changes]


@dataclass(frozen=True, slots=True)
class Column:
    """A field, and the column of the file it is read from; `missing` where nobody can be taken without one."""

    field: Field
    words: str
    index: int | None
    missing: bool


def list_view(table: Table, preview: Preview) -> dict[str, Any]:
    columns = [
        Column(field, field_words(field), preview.mapping.columns.get(field), field in preview.missing)
        for field in Field
    ]
    return {
        "headings": table.header,
        "columns": columns,
        "taken": [f"{table.header[one.index]} → {one.words}" for one in columns if one.index is not None],
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
    """With the row and column, where it is about one."""
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


def _lines(preview: Preview, outcome: Outcome) -> list[Line]:
    return [Line(row) for row in preview.rows if row.outcome is outcome]
