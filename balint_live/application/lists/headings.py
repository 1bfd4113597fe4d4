"""What event systems and people call the columns: Wild Apricot, Eventbrite, Indico, pretix and sheets made by hand.

Data, in the words of six languages, folded (no case, accents, punctuation). Within a field the order is a preference: the
address of the one who attends before the address of the one who ordered. Words that could mean several things ("State",
"Title", "Ticket type") are left out on purpose: a column not taken is named in the preview and can be chosen there; a column
taken wrongly would be stored.
"""

from balint_live.application.lists.cells import folded
from balint_live.application.lists.fields import Field

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
"""Per field, the first heading that is there is taken."""

EITHER_NAME = frozenset({"name", "nom", "nombre", "nome"})
"""The whole name alone; beside a column of given names the family's ("Name, Vorname"), beside the family's the given."""

YES_IS_NO = frozenset(HEADINGS[Field.STATUS][HEADINGS[Field.STATUS].index("cancelled") :])
"""Over columns in which "yes", or a date, means that somebody is not coming."""

_MEANING = {heading: field for field, headings in HEADINGS.items() for heading in headings}
_RANK = {heading: rank for headings in HEADINGS.values() for rank, heading in enumerate(headings)}


def heard(heading: str) -> str:
    """The heading as we know it, or folded as it is: "E-Mail *" is "e mail", "Name (as on badge)" is "name".

    A "#" is said: "Attendee #" is a number and no name.
    """
    said = heading.replace("#", " no ")
    whole = folded(said)
    return whole if whole in _MEANING else folded(said.partition("(")[0]) or whole


def field_of(heading: str) -> Field | None:
    return _MEANING.get(heard(heading))


def rank_of(heading: str) -> int:
    """How much it is preferred to other headings of its field; 0 is best. Only for headings that have a field."""
    return _RANK[heard(heading)]
