"""Where a list begins, and which column is which field: a guess from the headings, which the person may correct.

The heading is the row, among the first twenty, in which most fields are recognised; title rows may be above it. A row
with an address in it is a person and never a heading, and below an address one known word is not enough: it may be
somebody's role. In a list without headings the columns are called by their letters, so no row is lost to a wrong guess.

The guess reads headings and, for the address alone, the cells below: a column of addresses is unmistakable whatever it is
called. The order of the columns makes no difference; of two such columns neither is guessed.

The headings are data: what event systems (Wild Apricot, Eventbrite, Indico, pretix) and people call the columns, in six
languages, folded (no case, accents, punctuation). Words that could mean several things ("State", "Title", "Ticket type")
are left out on purpose: a column not taken is named in the preview and can be chosen there; a column taken wrongly would
be stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from balint_live.application.imports.table import (
    ListMistake,
    MistakeCode,
    Row,
    Table,
    check_rows,
    clean,
    folded,
    letter,
)
from balint_live.domain import names


class Field(StrEnum):
    """What is taken from a list. `STATUS` is read for cancelled orders and never stored; the others are details."""

    NAME = "name"
    GIVEN = "given"
    FAMILY = "family"
    EMAIL = "email"
    ROLE = "role"
    TIMEZONE = "timezone"
    PROFESSION = "profession"
    LICENCE_NO = "licence_no"
    LICENCE_REGION = "licence_region"
    STATUS = "status"


ROWS_LOOKED_AT = 20
"""For a heading."""
MOST_CHARACTERS = {
    Field.NAME: names.MOST_CHARACTERS,
    Field.PROFESSION: 100,
    Field.LICENCE_NO: 64,
    Field.LICENCE_REGION: 64,
}


HEADINGS: dict[Field, tuple[str, ...]] = {
    Field.NAME: (
        "name on certificate", "name as on certificate", "name for certificate", "name auf dem zertifikat",
        "attendee name", "participant name", "registrant name", "full name", "display name",
        "vollstandiger name", "vor und nachname", "vorname und nachname", "vorname nachname", "vorname name",
        "name vorname", "nachname vorname", "teilnehmername",
        "nom complet", "nom et prenom", "nom prenom", "prenom et nom", "prenom nom", "nom du participant",
        "nombre completo", "nombre y apellidos", "nombre y apellido", "apellidos y nombre", "apellidos nombre",
        "nome completo", "nome e cognome", "cognome e nome", "nome e sobrenome", "nome e apelido",
        "attendee", "participant", "registrant", "teilnehmer", "teilnehmerin", "teilnehmer in", "teilnehmende",
        "participant e", "participante", "partecipante",
        "name", "nom", "nombre", "nome",
    ),
    Field.GIVEN: (
        "attendee name given name", "attendee first name", "participant first name",
        "first name", "firstname", "given name", "given names", "forename", "vorname", "vornamen", "rufname",
        "prenom", "prenoms", "nombre de pila", "nombres", "primer nombre", "nome proprio", "nomes proprios",
        "primeiro nome", "nome di battesimo",
    ),
    Field.FAMILY: (
        "attendee name family name", "attendee last name", "participant last name",
        "last name", "lastname", "family name", "surname", "nachname", "familienname", "zuname",
        "nom de famille", "apellidos", "apellido", "primer apellido", "cognome", "sobrenome", "apelido",
        "apelidos", "ultimo nome",
    ),
    Field.EMAIL: (
        "attendee email", "attendee e mail", "attendee email address", "participant email", "teilnehmer e mail",
        "email address", "e mail address", "email", "e mail", "mail", "e mails", "emails", "e mail 1 value",
        "e mail adresse", "email adresse", "mailadresse", "emailadresse", "mail adresse", "elektronische adresse",
        "adresse e mail", "adresse email", "adresse mail", "adresse electronique", "courriel", "mel",
        "correo electronico", "correo", "direccion de correo", "direccion de correo electronico",
        "direccion de email", "indirizzo email", "indirizzo e mail", "posta elettronica",
        "indirizzo di posta elettronica", "endereco de e mail", "endereco de email", "endereco eletronico",
        "correio eletronico",
    ),
    Field.ROLE: (
        "role", "group role", "participant role", "attending as", "rolle", "teilnahme als", "teilnahmeart",
        "art der teilnahme", "mode de participation", "participe comme", "rol", "tipo de participacion", "ruolo",
        "tipo di partecipazione", "papel", "tipo de participacao",
    ),
    Field.TIMEZONE: (
        "timezone", "time zone", "tz", "zeitzone", "fuseau horaire", "fuseau", "zona horaria", "huso horario",
        "fuso orario", "fuso horario",
    ),
    Field.PROFESSION: (
        "profession", "occupation", "beruf", "berufsbezeichnung", "berufsgruppe", "metier", "profesion",
        "ocupacion", "professione", "profissao", "ocupacao",
    ),
    Field.LICENCE_NO: (
        "licence no", "licence number", "license no", "license number", "medical licence number",
        "medical license number", "licence", "license", "gmc number", "efn", "einheitliche fortbildungsnummer",
        "fortbildungsnummer", "arztnummer", "lebenslange arztnummer", "lanr", "approbationsnummer",
        "numero de licence", "numero rpps", "rpps", "n rpps", "no rpps", "numero de licencia", "numero de colegiado",
        "no de colegiado", "n de colegiado", "numero iscrizione albo", "numero di iscrizione all albo",
        "numero de licenca", "crm", "numero crm", "cedula profissional", "numero da cedula",
    ),
    Field.LICENCE_REGION: (
        "licence region", "licence state", "licence country", "license region", "license state", "license country",
        "licensing state", "state of licensure", "state of license", "landesarztekammer", "arztekammer", "kammer",
        "region de licence", "colegio de medicos", "provincia de colegiacion", "provincia ordine",
        "ordine provinciale", "uf crm", "uf do crm", "seccao regional",
    ),
    Field.STATUS: (
        "attendee status", "participant status", "registrant status", "invitee status", "approval status",
        "registration approval status", "registration status", "registration state", "booking status",
        "ticket status", "order status", "status", "rsvp", "rsvp status", "response status", "attending",
        "approved", "confirmed",
        "anmeldestatus", "anmeldungsstatus", "status der anmeldung", "registrierungsstatus", "genehmigungsstatus",
        "freigabestatus", "buchungsstatus", "teilnahmestatus", "teilnehmerstatus", "ticketstatus", "bestellstatus",
        "zusage",
        "statut du participant", "statut de participation", "statut de l inscription", "statut d inscription",
        "etat de l inscription", "statut d approbation", "statut de la reservation", "statut de la commande",
        "statut", "etat",
        "estado del asistente", "estado del participante", "estado de la inscripcion", "estado de inscripcion",
        "estado de registro", "estado de aprobacion", "estado de la reserva", "estado del pedido", "estado",
        "stato iscrizione", "stato dell iscrizione", "stato registrazione", "stato della registrazione",
        "stato di approvazione", "stato della prenotazione", "stato del partecipante", "stato dell ordine", "stato",
        "estado da inscricao", "status da inscricao", "situacao da inscricao", "status de aprovacao",
        "estado de aprovacao", "estado do pedido", "status do pedido", "situacao",
        "cancelled", "canceled", "cancelled on", "canceled on", "cancellation date", "no show", "withdrawn",
        "storniert", "storniert am", "abgesagt", "abgemeldet", "annule", "annulee", "cancelado", "cancelada",
        "annullato", "annullata",
    ),
}  # fmt: skip
"""Per field, the first heading that is there is taken: the address of who attends before the address of who ordered."""

EITHER_NAME = frozenset({"name", "nom", "nombre", "nome"})
"""The whole name where it is alone; beside given names the family's ("Name, Vorname"), beside family names the given one."""

YES_IS_NO = frozenset(HEADINGS[Field.STATUS][HEADINGS[Field.STATUS].index("cancelled") :])
"""Over columns in which "yes", or a date, means that somebody is not coming."""

_MEANING = {heading: field for field, headings in HEADINGS.items() for heading in headings}
_RANK = {heading: rank for headings in HEADINGS.values() for rank, heading in enumerate(headings)}


@dataclass(frozen=True, slots=True)
class Mapping:
    """Per field the index of its column, from 0. Two fields may share a column ("Jane Doe <jane@example.org>")."""

    columns: dict[Field, int]

    def text(self, field: Field, row: Row) -> str:
        """The row's cell of this field; empty where no column is taken for it."""
        index = self.columns.get(field)
        return "" if index is None else row.cell(index)

    def heading(self, field: Field, table: Table) -> str | None:
        """The heading of the column taken for this field."""
        index = self.columns.get(field)
        return None if index is None else table.header[index]

    def choosing(self, field: Field, index: int | None) -> "Mapping":
        """The person's own choice; None takes the column out."""
        others = {known: column for known, column in self.columns.items() if known is not field}
        return replace(self, columns=others if index is None else {**others, field: index})

    def require_within(self, table: Table) -> None:
        """Raises ListMistake: a form may name a column of another file."""
        for field, index in self.columns.items():
            if not 0 <= index < len(table.header):
                sentence = f"The column chosen for {field} is not in this file."
                raise ListMistake(MistakeCode.NO_SUCH_COLUMN, sentence)

    def ignored(self, table: Table) -> tuple[str, ...]:
        """Headings of the columns that hold something and are not taken."""
        taken = set(self.columns.values())
        left = [index for index in range(len(table.header)) if index not in taken]
        return tuple(
            table.header[index] for index in left if any(row.cell(index).strip() for row in table.rows)
        )


def normal_heading(heading: str) -> str:
    """The heading as we know it, or folded as it is: "E-Mail *" is "e mail", "Name (as on badge)" is "name".

    A "#" is read as a word: "Attendee #" is a number and no name.
    """
    spelled = heading.replace("#", " no ")
    whole = folded(spelled)
    return whole if whole in _MEANING else folded(spelled.partition("(")[0]) or whole


def guess(table: Table) -> Mapping:
    """The mapping that the headings suggest; fields without a heading are left out."""
    found: dict[Field, int] = {}
    for index, heading in enumerate(table.header):
        field = field_of(heading)
        if field is not None and _better(index, found.get(field), table):
            found[field] = index
    if Field.EMAIL not in found:
        found.update(_column_of_addresses(table))
    return Mapping(_sharing(_names_apart(found, table), table))


def field_of(heading: str) -> Field | None:
    """The field that columns with this heading hold; None for an unknown one."""
    return _MEANING.get(normal_heading(heading))


def recognised(cells: tuple[str, ...]) -> int:
    """How many different fields these would be the headings of."""
    return len({field_of(cell) for cell in cells} - {None})


def _better(index: int, other: int | None, table: Table) -> bool:
    """Whether to prefer this column: not an empty one (systems export columns nobody was asked for), then by its heading."""
    if other is None:
        return True
    empty, other_empty = (not any(row.cell(each).strip() for row in table.rows) for each in (index, other))
    rank, other_rank = (_RANK[normal_heading(table.header[each])] for each in (index, other))
    return (empty, rank) < (other_empty, other_rank)


def _names_apart(found: dict[Field, int], table: Table) -> dict[Field, int]:
    """ "Name" beside "Vorname" is the family's name; "Nome" beside "Cognome" is the given one."""
    either = Field.NAME in found and normal_heading(table.header[found[Field.NAME]]) in EITHER_NAME
    if not either or (Field.GIVEN in found) == (Field.FAMILY in found):
        return found
    part = Field.FAMILY if Field.GIVEN in found else Field.GIVEN
    return {part if field is Field.NAME else field: index for field, index in found.items()}


def _sharing(found: dict[Field, int], table: Table) -> dict[Field, int]:
    """One column may hold names and addresses: "Jane Doe <jane@example.org>"."""
    named = found.keys() & {Field.NAME, Field.GIVEN, Field.FAMILY}
    if Field.EMAIL in found and not named and _with_names(table, found[Field.EMAIL]):
        return {**found, Field.NAME: found[Field.EMAIL]}
    if Field.NAME in found and Field.EMAIL not in found and _with_names(table, found[Field.NAME]):
        return {**found, Field.EMAIL: found[Field.NAME]}
    return found


def _with_names(table: Table, index: int) -> bool:
    return any("@" in row.cell(index).partition("<")[2] for row in table.rows)


def _column_of_addresses(table: Table) -> dict[Field, int]:
    unknown = [index for index, heading in enumerate(table.header) if field_of(heading) is None]
    counts = {index: sum("@" in row.cell(index) for row in table.rows) for index in unknown}
    most = max(counts.values(), default=0)
    best = [index for index, count in counts.items() if count == most]
    return {Field.EMAIL: best[0]} if most and len(best) == 1 else {}


def table_of(rows: Sequence[Row]) -> Table:
    """The list in a sheet. Raises ListMistake when it is empty or passes a limit."""
    filled = [row for row in rows if not row.blank]
    check_rows(filled)
    heading = heading_of(filled)
    first = 1 if heading is None else heading.number + 1
    people = [row for row in filled if row.number >= first]
    if not people:
        raise ListMistake(MistakeCode.EMPTY, "There is nobody on this list.")
    listed = tuple(row for row in rows if first <= row.number <= people[-1].number)
    width = max(row.width for row in (*people, *([heading] if heading else [])))
    rows = tuple(Row(row.number, tuple(row.cell(index) for index in range(width))) for row in listed)
    names = ["" if heading is None else clean(heading.cell(index)) for index in range(width)]
    return Table(tuple(name or letter(index) for index, name in enumerate(names)), rows)


def heading_of(filled: Sequence[Row]) -> Row | None:
    """The row of headings; None when nothing looks like one."""
    possible = [row for row in filled[:ROWS_LOOKED_AT] if not _addressed(row)]
    best = max(possible, key=lambda row: recognised(row.cells), default=None)
    if best is None:
        return None
    below_people = any(_addressed(row) for row in filled if row.number < best.number)
    return best if recognised(best.cells) >= (2 if below_people else 1) else None


def _addressed(row: Row) -> bool:
    return any("@" in cell for cell in row.cells)
