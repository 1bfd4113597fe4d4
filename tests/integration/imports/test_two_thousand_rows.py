"""The society's whole list at once, and the same file again the week after."""

from balint_live.adapters.imports.reader import ListFiles
from balint_live.application.groups.group import Registrant
from balint_live.application.imports.preview import Preview, preview
from balint_live.application.imports.rows import Outcome
from balint_live.application.imports.table import guess
from tests.integration.imports.cast import address, registrant

LIST = (
    "Nachname;Vorname;E-Mail;Rolle\r\n"
    + "".join(f"Müller {n};Jürgen;person{n}@example.org;Teilnehmer\r\n" for n in range(1_999))
    + "Müller 7;Jürgen;PERSON7@example.org;Teilnehmer\r\n"
).encode("cp1252")


def test_all_at_once_and_once_only() -> None:
    first = against(())
    assert counted(first) == {Outcome.NEW: 1_999, Outcome.DUPLICATE: 1}
    new, _ = first.enrolments()
    assert (new[7].name, new[7].email) == ("Jürgen Müller 7", "person7@example.org")
    group = tuple(registrant(str(number), details) for number, details in enumerate(new))
    again = against(group)
    assert counted(again) == {Outcome.UNCHANGED: 1_999, Outcome.DUPLICATE: 1}
    assert again.enrolments() == ([], [])


def against(group: tuple[Registrant, ...]) -> Preview:
    table = ListFiles().read(LIST, "mitglieder.csv")
    return preview(table, guess(table), group, address)


def counted(seen: Preview) -> dict[Outcome, int]:
    return {outcome: count for outcome, count in seen.counts.items() if count}
