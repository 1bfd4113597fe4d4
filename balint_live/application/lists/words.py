"""What stands in the columns of roles and of orders, folded, in the words of six languages.

An unknown role is said and not guessed: it decides what somebody sees. An unknown state of an order is taken as a good one,
and named in the preview: every system has its own words for good ones.

States are those of Zoom, Eventbrite, pretix, Indico, Wild Apricot, MemberLeap, ClubExpress and of sheets made by hand.
"""

from enum import Enum, auto

from balint_live.application.lists.cells import folded

MOST_WORDS = 8
"""Of a state; a longer text is a remark."""


class ListedRole(Enum):
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
    return _ROLE_OF.get(folded(text))


def order_of(text: str) -> Order | None:
    """What keeps somebody from coming, wherever it is said ("Payment complete, later cancelled"); None for unknown words."""
    said = folded(text)
    if said in YES or said in NO:
        return Order.COMING if said in YES else Order.CANCELLED
    found = _orders_in(said.split()[:MOST_WORDS])
    return next(
        (order for order in (Order.CANCELLED, Order.TEST, Order.PENDING, Order.COMING) if order in found),
        None,
    )


def _orders_in(words: list[str]) -> list[Order]:
    """Of one phrase after the other, each as long as it can be: "not cancelled" is no "cancelled"."""
    found: list[Order] = []
    while words:
        phrases = (" ".join(words[:count]) for count in range(len(words), 0, -1))
        phrase = next((phrase for phrase in phrases if phrase in _ORDER_OF), words[0])
        if phrase in _ORDER_OF:
            found.append(_ORDER_OF[phrase])
        words = words[len(phrase.split()) :]
    return found
