"""A preview as lines to compare: what is taken from where, and one line for each row."""

from typing import Any

from balint_live.application.imports.preview import Preview, preview
from balint_live.application.imports.rows import RowOutcome
from balint_live.application.imports.table import ListMistake, ListReader, Table, guess
from tests.integration.imports.cast import GROUP, address

Told = dict[str, Any]


def file_told(reader: ListReader, data: bytes, filename: str) -> Told:
    try:
        table = reader.read(data, filename)
        return told(table, preview(table, guess(table), GROUP, address))
    except ListMistake as mistake:
        return {"mistake": {"code": mistake.code, "row": mistake.row, "column": mistake.column}}


def told(table: Table, seen: Preview) -> Told:
    return {
        "taken": {field.value: table.header[index] for field, index in sorted(seen.mapping.columns.items())},
        "ignored": list(seen.ignored),
        "missing": [field.value for field in seen.missing],
        "ready": seen.ready,
        "counts": {outcome.value: count for outcome, count in seen.counts.items() if count},
        "rows": {str(row.number): line(row) for row in seen.rows},
    }


def line(row: RowOutcome) -> str:
    """ "new Jane Doe <jane@example.org>; role: observer", "cannot two_people [Email] with 3"."""
    words = [row.outcome.value]
    if row.reason is not None:
        words.append(row.reason.value)
        words += [f"[{row.column}]"] if row.column else []
        words += [f"with {', '.join(map(str, row.rows))}"] if row.rows else []
    elif row.email:
        words.append(f"{row.name} <{row.email}>{_facts(row)}")
    return " ".join(words)


def _facts(row: RowOutcome) -> str:
    if row.changes:
        return "".join(f"; {change.fact}: {change.before} -> {change.after}" for change in row.changes)
    if row.details is None:
        return ""
    known = {
        "role": "observer" if row.details.role == "observer" else None,
        "practice leader": "yes" if row.details.practice_leader else None,
        "zone": row.details.timezone,
        "profession": row.details.profession,
        "licence": row.details.licence_no,
        "region": row.details.licence_region,
    }
    return "".join(f"; {fact}: {value}" for fact, value in known.items() if value)
