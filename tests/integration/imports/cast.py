"""Who is in the group already. Miriam is enrolled, Tom withdrew, Olga was erased."""

from dataclasses import replace
from datetime import UTC, datetime

from balint_live.adapters.mail.headers import normal_address
from balint_live.application.groups.group import Details, Registrant
from balint_live.application.imports.table import Row, Table

LAST_WINTER = datetime(2026, 1, 9, 12, 0, tzinfo=UTC)
address = normal_address


def registrant(id: str, details: Details) -> Registrant:
    return Registrant(
        id=id,
        group_id="tuesday",
        details=details,
        link_version=1,
        link_issued_at=LAST_WINTER,
        join_code=None,
    )


MIRIAM = registrant(
    "miriam", Details(name="Miriam Adler", email="miriam@example.org", profession="Psychiatrist")
)
TOM = replace(registrant("tom", Details(name="Tom Weber", email="tom@example.org")), withdrawn_at=LAST_WINTER)
OLGA = replace(registrant("olga", Details(name="Olga Ruiz", email="")), withdrawn_at=LAST_WINTER)
GROUP = (MIRIAM, TOM, OLGA)


def table(*lines: str) -> Table:
    """Cells apart by "|", the heading first, as rows 1, 2, … of a file."""
    cells = [tuple(cell.strip() for cell in line.split("|")) for line in lines]
    return Table(cells[0], tuple(Row(number, row) for number, row in enumerate(cells[1:], 2)))
