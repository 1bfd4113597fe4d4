"""What stands in the columns of roles and of orders, folded, in the words of six languages.

An unknown role is said and not guessed: it decides what somebody sees. An unknown state of an order is taken as a good one,
because only a few words mean that somebody is not coming.
"""

from enum import Enum, auto

from balint_live.application.lists.cells import folded


class ListedRole(Enum):
    PARTICIPANT = auto()
    OBSERVER = auto()
    PRACTICE_LEADER = auto()
    LEADER = auto()


class Order(Enum):
    """What keeps an order from being somebody who comes."""

    CANCELLED = auto()
    PENDING = auto()
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
    Order.CANCELLED: (
        "cancelled", "canceled", "refunded", "deleted", "not attending", "withdrawn", "rejected", "declined",
        "expired", "void", "voided", "transferred", "storniert", "abgesagt", "abgemeldet", "erstattet",
        "zuruckgezogen", "abgelehnt", "abgelaufen", "geloscht", "annule", "annulee", "rembourse", "remboursee",
        "refuse", "refusee", "expire", "expiree", "cancelado", "cancelada", "anulado", "anulada", "reembolsado",
        "reembolsada", "rechazado", "rechazada", "caducado", "caducada", "annullato", "annullata", "cancellato",
        "cancellata", "rimborsato", "rimborsata", "rifiutato", "rifiutata", "scaduto", "scaduta", "recusado",
        "recusada", "rejeitado", "rejeitada", "expirado", "expirada",
    ),
    Order.PENDING: (
        "pending", "unpaid", "not paid", "awaiting payment", "waiting list", "waitlist", "waitlisted", "on hold",
        "ausstehend", "unbezahlt", "nicht bezahlt", "offen", "warteliste", "en attente", "impaye", "impayee",
        "non paye", "non payee", "liste d attente", "pendiente", "no pagado", "no pagada", "lista de espera",
        "in attesa", "in sospeso", "non pagato", "non pagata", "lista d attesa", "pendente", "nao pago", "nao paga",
        "aguardando",
    ),
    Order.TEST: ("test", "test order", "test mode", "testbestellung", "commande test", "pedido de prueba"),
}  # fmt: skip

_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words}
_ORDER_OF = {word: order for order, words in _ORDERS.items() for word in words}


def role_of(text: str) -> ListedRole | None:
    return _ROLE_OF.get(folded(text))


def order_of(text: str) -> Order | None:
    """Also where more is said behind it: "Cancelled (refunded on 3 May)"."""
    words = folded(text).split()
    beginnings = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    return next((_ORDER_OF[start] for start in beginnings if start in _ORDER_OF), None)
