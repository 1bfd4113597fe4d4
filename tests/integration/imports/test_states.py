"""Who is not coming, in the words of event systems: they are named with the reason, and not enrolled."""

import pytest

from balint_live.adapters.imports.reader import ListFiles
from balint_live.application.imports.preview import Preview, preview
from balint_live.application.imports.rows import Reason
from balint_live.application.imports.table import guess
from balint_live.application.imports.values import Order, order_of
from tests.integration.imports.cast import address

ZOOM = """Registration Report
Report Generated:,"11/20/2026 10:11"
Topic,Meeting ID,Scheduled Time,Duration(minutes),# Registered,# Cancelled,# Approved,# Denied
"Balint Tuesday",123 4567 8901,"12/01/2026 19:00",60,3,1,1,1

Attendee Details
First Name,Last Name,Email,Registration Time,Approval Status,
Anna,Beispiel,anna@example.org,"11/01/2026 09:00",approved,
Bo,Test,bo@example.org,"11/02/2026 09:00",denied,
Cy,Test,cy@example.org,"11/02/2026 09:00",cancelled by self,
Di,Test,di@example.org,"11/02/2026 09:00",pending,
"""


def looked_at(text: str) -> Preview:
    table = ListFiles().read(text.encode(), "list.csv")
    return preview(table, guess(table), (), address)


def test_zooms_registration_report() -> None:
    assert [(row.number, row.name, row.sentence) for row in looked_at(ZOOM).rows] == [
        (8, "Anna Beispiel", ""),
        (9, "Bo Test", "Not coming, says this list: “denied”."),
        (10, "Cy Test", "Not coming, says this list: “cancelled by self”."),
        (11, "Di Test", "Not yet confirmed, says this list: “pending”."),
    ]


@pytest.mark.parametrize(
    ("system", "heading", "coming", "cancelled", "pending"),
    [
        ("Zoom", "Approval Status", ["approved"], ["denied", "blocked", "revoked", "cancelled by host"], ["pending"]),
        (
            "Eventbrite", "Attendee Status", ["Attending", "Checked In"],
            ["Not Attending", "Deleted", "Refunded", "Transferred"], ["Unpaid"],
        ),
        ("pretix", "Status", ["Paid", "bezahlt"], ["Canceled", "Expired", "storniert"], ["Pending", "ausstehend"]),
        ("Indico", "Registration state", ["Complete"], ["Rejected", "Withdrawn"], ["Pending", "Unpaid"]),
        ("Wild Apricot", "Registration status", ["Confirmed"], ["Cancelled", "No show"], ["Pending", "Waitlist"]),
        ("MemberLeap", "Status", ["Registered"], ["Canceled", "No-Show", "Declined"], ["Waitlisted", "Wait List"]),
        ("ClubExpress", "Registration Status", ["Registered"], ["Cancelled", "Removed"], ["Waiting List", "Invited"]),
        ("by hand", "Anmeldestatus", ["angemeldet", "ja"], ["abgesagt", "nein", "nicht erschienen"], ["Warteliste"]),
        ("by hand", "Statut d’inscription", ["Confirmée", "oui"], ["Annulée", "Refusé"], ["En attente"]),
        ("by hand", "Estado de la inscripción", ["Confirmado", "sí"], ["Rechazada", "no asistió"], ["Pendiente"]),
        ("by hand", "Stato iscrizione", ["confermata"], ["annullata", "respinto"], ["in attesa", "da confermare"]),
        ("by hand", "RSVP", ["Yes", "Going"], ["No", "Not going"], ["Maybe", "No response"]),
    ],
)  # fmt: skip
def test_the_states_of_each_system(
    system: str, heading: str, coming: list[str], cancelled: list[str], pending: list[str]
) -> None:
    words = [*coming, *cancelled, *pending]
    rows = "".join(f"P {place};p{place}@example.org;{word}\n" for place, word in enumerate(words))

    seen = looked_at(f"Name;Email;{heading}\n{rows}")

    assert [row.reason for row in seen.rows] == (
        [None] * len(coming)
        + [Reason.ORDER_CANCELLED] * len(cancelled)
        + [Reason.ORDER_PENDING] * len(pending)
    ), system
    assert seen.unknown_states == ()


@pytest.mark.parametrize("heading", ["Cancelled", "Canceled on", "No-show", "Storniert am", "Annulé"])
def test_a_column_in_which_yes_or_a_date_means_not_coming(heading: str) -> None:
    rows = "A;a@example.org;\nB;b@example.org;No\nC;c@example.org;Yes\nD;d@example.org;2026-11-02\n"
    assert [row.reason for row in looked_at(f"Name;Email;{heading}\n{rows}").rows] == [
        None,
        None,
        Reason.ORDER_CANCELLED,
        Reason.ORDER_CANCELLED,
    ]


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("", None),
        ("Tier 2", None),
        ("Cancelled (refunded on 3 May)", Order.CANCELLED),
        ("Payment complete, later cancelled", Order.CANCELLED),
        ("Registration cancelled", Order.CANCELLED),
        ("Not cancelled", Order.COMING),
        ("Paid; approval pending", Order.PENDING),
        ("NO SHOW", Order.CANCELLED),
        ("no response yet", Order.PENDING),
        ("Test order", Order.TEST),
    ],
)
def test_where_more_is_said(said: str, order: Order | None) -> None:
    assert order_of(said) is order


def test_states_we_do_not_know_are_named() -> None:
    rows = "A;a@example.org;Tier 2\nB;b@example.org;Silver\nC;c@example.org;Silver\nD;d@example.org;Denied\n"
    seen = looked_at(f"Name;Email;Status\n{rows}")
    assert seen.unknown_states == ("Tier 2", "Silver")
