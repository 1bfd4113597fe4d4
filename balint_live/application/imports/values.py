"""What the cells of a list mean: roles and states of orders in six languages, names, time zones; and the facts of one row.

Words are folded (no case, accents, punctuation). An unknown role is an error and not guessed: it decides what somebody
sees. An unknown state of an order is taken as a good one, and named in the preview: every system has its own words for
good ones. States are those of Zoom, Eventbrite, pretix, Indico, Wild Apricot, MemberLeap, ClubExpress and of sheets made
by hand.

A name is brought into the order in which it is printed, whatever the list has. Only the order is changed, never the
letters: a name in capitals stays so, and particles stay with the family's name they are written before ("van der Berg,
Anna" is Anna van der Berg). A comma turns the name round only between two parts of a name; behind it may also be a degree
("Jane Doe, MD"), or the text may be no name at all.

A time zone is a place, or UTC. "EST" and "Etc/GMT+5" are names in the same database, but the one has no summer time and the
other counts backwards; whoever wrote them meant a place.
"""

import re
from collections import defaultdict
from dataclasses import asdict, dataclass, fields, replace
from enum import Enum, auto
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from balint_live.application.groups.group import Details
from balint_live.application.imports.table import folded, same
from balint_live.domain.display import Role

MOST_WORDS = 8
"""Of a state; more is a remark."""


class ListedRole(Enum):
    """What a list calls somebody."""

    PARTICIPANT = auto()
    OBSERVER = auto()
    PRACTICE_LEADER = auto()
    LEADER = auto()


class Order(Enum):
    """Whether somebody comes."""

    COMING = auto()
    CANCELLED = auto()
    """Not coming, whoever decided so."""
    PENDING = auto()
    """Not decided yet, or not paid."""
    TEST = auto()


_ROLES: dict[ListedRole, tuple[str, ...]] = {
    ListedRole.PARTICIPANT: (
        "participant", "registrant", "member", "group member", "attendee", "teilnehmer", "teilnehmerin",
        "teilnehmer in", "teilnehmende", "teilnehmende r", "mitglied", "gruppenmitglied", "participante",
        "participant e", "membre", "miembro", "asistente", "partecipante", "membro",
    ),
    ListedRole.OBSERVER: (
        "observer", "outer circle", "beobachter", "beobachterin", "beobachter in", "beobachtende", "aussenkreis",
        "observateur", "observatrice", "observateur trice", "observador", "observadora", "observador a",
        "osservatore", "osservatrice",
    ),
    ListedRole.PRACTICE_LEADER: (
        "practice leader", "trainee leader", "leader in training", "trainee", "leiter in ausbildung",
        "leiterin in ausbildung", "leitung in ausbildung", "leader en formation", "animateur en formation",
        "animatrice en formation", "conductor en formacion", "conductora en formacion", "lider en formacion",
        "conduttore in formazione", "conduttrice in formazione", "leader in formazione", "lider em formacao",
    ),
    ListedRole.LEADER: (
        "leader", "co leader", "coleader", "faculty", "leiter", "leiterin", "leiter in", "leitung", "co leiter",
        "co leiterin", "co leitung", "gruppenleiter", "gruppenleiterin", "animateur", "animatrice", "conductor",
        "conductora", "lider", "colider", "conduttore", "conduttrice", "facilitador", "facilitadora",
    ),
}  # fmt: skip

_ORDERS: dict[Order, tuple[str, ...]] = {
    Order.COMING: (
        "approved", "confirmed", "complete", "completed", "paid", "partially paid", "registered", "attending", "going",
        "coming", "valid", "active", "accepted", "checked in", "attended", "present", "placed", "free",
        "booked", "enrolled", "ok", "not cancelled", "not canceled",
        "bestatigt", "bezahlt", "angemeldet", "abgeschlossen", "teilgenommen", "genehmigt", "zugelassen", "zugesagt",
        "anwesend", "kostenlos", "aktiv", "gultig", "nicht storniert",
        "confirme", "confirmee", "paye", "payee", "inscrit", "inscrite", "valide", "validee", "approuve", "approuvee",
        "accepte", "acceptee", "termine", "terminee", "presente",
        "confirmado", "confirmada", "pagado", "pagada", "aprobado", "aprobada", "inscrito", "inscrita", "aceptado",
        "aceptada", "completado", "completada", "activo", "activa",
        "confermato", "confermata", "pagato", "pagata", "approvato", "approvata", "iscritto", "iscritta", "accettato",
        "accettata", "completato", "completata",
        "aprovado", "aprovada", "pago", "paga", "aceito", "aceita", "concluido", "concluida",
    ),
    Order.CANCELLED: (
        "cancelled", "canceled", "cancellation", "refunded", "deleted", "removed", "not attending", "not coming",
        "not going", "unable to attend", "cannot attend", "can not attend", "did not attend", "no show", "noshow",
        "absent", "withdrawn", "withdrew", "dropped", "dropped out", "rejected", "declined", "denied", "disapproved",
        "not approved", "blocked", "banned", "revoked", "expired", "void", "voided", "transferred", "unregistered",
        "deregistered", "charged back", "chargeback", "failed", "abandoned", "regrets",
        "storniert", "stornierung", "abgesagt", "abgemeldet", "erstattet", "zuruckgezogen", "zuruckgetreten",
        "abgelehnt", "verweigert", "gesperrt", "blockiert", "widerrufen", "abgelaufen", "abgebrochen", "geloscht",
        "entfernt", "ubertragen", "nicht erschienen", "nicht teilgenommen", "nimmt nicht teil", "nicht genehmigt",
        "abwesend",
        "annule", "annulee", "rembourse", "remboursee", "refuse", "refusee", "rejete", "rejetee", "decline", "declinee",
        "bloque", "bloquee", "revoque", "revoquee", "expire", "expiree", "supprime", "supprimee", "retire", "retiree",
        "desinscrit", "desinscrite", "desiste", "desistee", "transfere", "transferee", "absente", "non approuve",
        "ne participe pas",
        "cancelado", "cancelada", "anulado", "anulada", "reembolsado", "reembolsada", "rechazado", "rechazada",
        "denegado", "denegada", "declinado", "declinada", "bloqueado", "bloqueada", "revocado", "revocada", "caducado",
        "caducada", "eliminado", "eliminada", "retirado", "retirada", "transferido", "transferida", "no asistio",
        "no asistira", "no asiste", "no aprobado", "no aprobada", "ausente",
        "annullato", "annullata", "cancellato", "cancellata", "rimborsato", "rimborsata", "rifiutato", "rifiutata",
        "negato", "negata", "respinto", "respinta", "declinato", "declinata", "bloccato", "bloccata", "revocato",
        "revocata", "scaduto", "scaduta", "eliminato", "eliminata", "ritirato", "ritirata", "trasferito", "trasferita",
        "non presentato", "non presentata", "non partecipa", "assente",
        "recusado", "recusada", "rejeitado", "rejeitada", "negado", "negada", "revogado", "revogada", "expirado",
        "expirada", "removido", "removida", "excluido", "excluida", "desistiu", "desistente", "nao comparece",
        "nao compareceu",
    ),
    Order.PENDING: (
        "pending", "unpaid", "not paid", "overdue", "awaiting", "awaiting payment", "awaiting approval", "waiting",
        "waiting list", "wait list", "waitlist", "waitlisted", "on hold", "on waiting list", "invited", "no response",
        "maybe", "tentative", "interested", "draft", "in progress", "processing", "incomplete", "not confirmed",
        "unconfirmed", "unverified", "to be confirmed", "tbc", "requested", "applied", "reserved", "under review",
        "ausstehend", "unbezahlt", "nicht bezahlt", "offen", "warteliste", "auf warteliste", "wartend", "angefragt",
        "eingeladen", "in bearbeitung", "in prufung", "unbestatigt", "nicht bestatigt", "vorlaufig", "reserviert",
        "unter vorbehalt", "vielleicht", "zahlung ausstehend",
        "en attente", "impaye", "impayee", "non paye", "non payee", "liste d attente", "en cours", "a confirmer",
        "non confirme", "non confirmee", "sans reponse", "peut etre",
        "pendiente", "no pagado", "no pagada", "lista de espera", "en espera", "por confirmar", "sin confirmar",
        "no confirmado", "no confirmada", "en proceso", "sin respuesta", "quizas",
        "in attesa", "in sospeso", "non pagato", "non pagata", "lista d attesa", "da confermare", "non confermato",
        "non confermata", "in lavorazione", "forse",
        "pendente", "nao pago", "nao paga", "aguardando", "em espera", "a confirmar", "nao confirmado",
        "nao confirmada", "em processamento", "sem resposta", "talvez",
    ),
    Order.TEST: ("test", "test order", "test mode", "testbestellung", "commande test", "pedido de prueba"),
}  # fmt: skip

YES = frozenset({"yes", "true", "1", "x", "ja", "oui", "si", "sim"})
NO = frozenset({"no", "false", "0", "nein", "non", "nao"})
"""Only where they are all that is said."""

_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words}
_ORDER_OF = {word: order for order, words in _ORDERS.items() for word in words}


def role_of(text: str) -> ListedRole | None:
    """The role these words mean; None for unknown ones."""
    return _ROLE_OF.get(folded(text))


def order_of(text: str) -> Order | None:
    """Whether somebody comes; what keeps them from it counts wherever it is ("Payment complete, later cancelled").

    None for unknown words.
    """
    said = folded(text)
    if said in YES or said in NO:
        return Order.COMING if said in YES else Order.CANCELLED
    found = _orders_in(said.split()[:MOST_WORDS])
    return next(
        (order for order in (Order.CANCELLED, Order.TEST, Order.PENDING, Order.COMING) if order in found),
        None,
    )


def _orders_in(words: list[str]) -> list[Order]:
    """The orders of one phrase after the other, each as long as possible: "not cancelled" is not "cancelled"."""
    found: list[Order] = []
    while words:
        phrases = (" ".join(words[:count]) for count in range(len(words), 0, -1))
        phrase = next((phrase for phrase in phrases if phrase in _ORDER_OF), words[0])
        if phrase in _ORDER_OF:
            found.append(_ORDER_OF[phrase])
        words = words[len(phrase.split()) :]
    return found


DEGREES = frozenset(
    {
        "md", "m d", "do", "d o", "phd", "ph d", "mbbs", "mbchb", "mb chb", "mph", "msc", "ma", "ba", "bsc", "rn",
        "np", "pa", "pa c", "psyd", "lcsw", "msw", "faafp", "facp", "frcp", "frcgp", "mrcgp", "mrcpsych", "frcpsych",
        "fracgp", "dnp", "jr", "sr", "ii", "iii", "iv", "dr", "dr med", "dipl psych", "mag", "fmh", "med", "prof",
    }
)  # fmt: skip
TITLES = frozenset(
    {"dr", "prof", "med", "mag", "dott", "dottssa", "dra", "univ", "pd", "mr", "mrs", "ms", "frau", "herr"}
)

_OUTER_QUOTES = re.compile(r'"([^"]*)"')
_PART = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’‘·-])*")


def whole_name(text: str) -> str:
    """A name from one column with both parts in it; empty when the text cannot be a name."""
    name = _bare(text)
    return _turned(name) if _is_name(name) else ""


def joined_name(given: str, family: str) -> str:
    """A name from two columns; one of them may be empty."""
    name = " ".join(part for part in (given, family) if part)
    return name if _is_name(name) else ""


def _bare(text: str) -> str:
    """Without the address or the quotation marks a mail program puts around it."""
    before, _, address = text.removesuffix(">").rpartition("<")
    with_address = text.endswith(">") and before and "@" in address and ">" not in address
    name = before.rstrip() if with_address else text
    quoted = _OUTER_QUOTES.fullmatch(name)
    return quoted[1].strip() if quoted else name


def _is_name(text: str) -> bool:
    return any(sign.isalpha() for sign in text) and not ("@" in text and " " not in text)


def _turned(name: str) -> str:
    parts = [part.strip() for part in name.split(",")]
    people = [part for part in parts if folded(part) not in DEGREES]
    if len(people) != 2 or not all(_PART.fullmatch(part) for part in people):
        return name
    titles, family = _titles_apart(people[0])
    degrees = [part for part in parts if folded(part) in DEGREES]
    return ", ".join([" ".join([*titles, people[1], family]), *degrees])


def _titles_apart(family: str) -> tuple[list[str], str]:
    """ "Dr. Müller" is a title and a name: the title goes before the given name."""
    words = family.split(" ")
    count = next((index for index, word in enumerate(words) if folded(word) not in TITLES), 0)
    return words[:count], " ".join(words[count:])


_UTC = frozenset({"UTC", "Etc/UTC"})


def zone_of(text: str) -> str | None:
    """The IANA name of a zone that is called so in a list, a form or a command: "Europe/London", "london", "new york".

    None where no zone, or more than one, is called that.
    """
    name = "_".join(text.casefold().split())
    found = _places().get(name) or _cities().get(name, [])
    return found[0] if len(found) == 1 else None


@cache
def _places() -> dict[str, list[str]]:
    places = (
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))
    )
    return {name.casefold(): [name] for name in (*places, *_UTC)}


@cache
def _cities() -> dict[str, list[str]]:
    cities = defaultdict(list)
    for name, [place] in _places().items():
        cities[name.rsplit("/", 1)[-1]].append(place)
    return cities


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one row says about a person, named as in Details; None where the list says nothing.

    Facts of several rows about one person are combined, and so are facts of a list and of somebody enrolled: where the list
    says nothing, what is known stays.
    """

    email: str
    name: str | None = None
    role: Role | None = None
    practice_leader: bool | None = None
    timezone: str | None = None
    profession: str | None = None
    licence_no: str | None = None
    licence_region: str | None = None

    @property
    def given(self) -> dict[str, Any]:
        """The facts that are there, by name."""
        return {fact: value for fact, value in asdict(self).items() if value is not None}

    def and_also(self, other: "Facts") -> "Facts":
        """Both combined; where both have a fact, this one's wording."""
        return replace(self, **{**other.given, **self.given})

    def contradiction(self, other: "Facts") -> str | None:
        """The name of the first fact on which the two do not agree."""
        for field in fields(self):
            ours, theirs = getattr(self, field.name), getattr(other, field.name)
            if None not in (ours, theirs) and not _agree(ours, theirs):
                return field.name
        return None

    def about_somebody_new(self) -> Details | None:
        """The details of a new registrant; None without a name."""
        return None if self.name is None else Details(**self.given)

    def about(self, known: Details) -> Details:
        """The known details with these facts."""
        return replace(known, **self.given)


@dataclass(frozen=True, slots=True)
class Change:
    """A fact, named as in Details, before and after; None is nothing known."""

    fact: str
    before: Any
    after: Any


def changes(before: Details, after: Details) -> tuple[Change, ...]:
    """The facts that differ."""
    pairs = (
        (field.name, getattr(before, field.name), getattr(after, field.name)) for field in fields(before)
    )
    return tuple(Change(fact, was, will_be) for fact, was, will_be in pairs if was != will_be)


def _agree(ours: Any, theirs: Any) -> bool:
    return same(ours, theirs) if isinstance(ours, str) else bool(ours == theirs)
