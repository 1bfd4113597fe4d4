# ruff: noqa: RUF001 - names in every script
"""The head of a message: fixed, complete, and nobody's name can write into it."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balint_live.adapters.mail.headers import Envelope, envelope, octets
from balint_live.application.mail.contents import Addressee
from balint_live.application.mail_queue import MailKind
from tests.integration.mail_contents.cast import LEAVE, MIRIAM, TUESDAY, every_letter, letter, message

HEADERS = [
    "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress",
    "List-Unsubscribe", "MIME-Version", "Content-Type",
]  # fmt: skip
NAMES = [
    "Miriam Weiß",
    "Weiß, Miriam",
    'Miriam "Mimi" Weiß',
    "O'Neill, Séan (Dr.)",
    "миріам",
    "李 明",
    "a@b",
    "=?utf-8?q?x?=",
    "Dr =?utf-8?q?x?= é",
    "=?",
    "علی\u200cرضا کاظمی",
    "ශ\u0dca\u200dරී",
    "W" * 200,
    "葛" * 200,
    "<script>",
    "Dr. med. Maximiliane-Friederike Freifrau von und zu Hohenlohe-Schillingsfürst, M.D., Ph.D.",
    "",
]


def carried(message: EmailMessage) -> EmailMessage:
    """As somebody else's program reads what went over the wire."""
    return message_from_bytes(octets(message), policy=policy.default)


def test_the_head_of_a_letter() -> None:
    got = carried(message(letter(MailKind.SOON)))

    assert list(got.keys()) == HEADERS
    assert got["From"] == "Balint groups online <groups@balint.example.org>"
    assert got["To"] == "Miriam Weiß <miriam.weiss@example.com>"
    assert got["Reply-To"] == "leaders@example.org"
    assert got["Date"] == "Fri, 20 Feb 2026 09:30:00 +0000"
    assert got["Message-ID"] == "<mail-soon@balint.example.org>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["X-Auto-Response-Suppress"] == "All"
    assert got["List-Unsubscribe"] == f"<{LEAVE}>"


@pytest.mark.parametrize(
    ("site", "domain"),
    [
        ("http://[::1]:8000", "balint.example.org"),
        ("http://127.0.0.1:8000", "balint.example.org"),
        ("http://localhost:8000", "localhost"),
        ("https://xn--blint-gra.example", "xn--blint-gra.example"),
    ],
)
def test_a_letters_id_carries_a_domain(site: str, domain: str) -> None:
    got = carried(message(letter(MailKind.SOON, site=site)))

    assert got["Message-ID"] == f"<mail-soon@{domain}>"


@pytest.mark.parametrize(
    ("domain", "ascii"), [("faß.example", "xn--fa-hia.example"), ("τελικος.example", "xn--qxaidcwsi.example")]
)
def test_domains_are_written_as_today_and_not_by_the_rules_of_2003(domain: str, ascii: str) -> None:
    got = carried(message(letter(MailKind.SOON, to=replace(MIRIAM, email=f"miriam@{domain}"))))

    assert got["To"].addresses[0].addr_spec == f"miriam@{ascii}"


def test_only_mails_of_a_series_say_how_to_leave_it() -> None:
    leaving = {kind for kind, each in every_letter().items() if message(each)["List-Unsubscribe"]}
    offered = {
        kind
        for kind, each in every_letter().items()
        if message(replace(each, leave_link=LEAVE))["List-Unsubscribe"]
    }
    assert (
        leaving
        == offered
        == set(MailKind)
        - {
            MailKind.SIGN_IN,
            MailKind.LINK_AGAIN,
            MailKind.REMOVED,
            MailKind.ROLL_OPEN,
            MailKind.STATEMENT,
            MailKind.ERASED,
            MailKind.LEADS,
            MailKind.DATES_ADDED,
        }
    )


def test_a_long_address_is_neither_folded_nor_encoded() -> None:
    raw = octets(message(letter(MailKind.SOON)))
    assert f"\r\nList-Unsubscribe: <{LEAVE}>\r\n".encode() in raw
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_replies_to_a_leaders_sign_in_go_nowhere_else() -> None:
    assert message(every_letter()[MailKind.SIGN_IN])["Reply-To"] is None
    assert message(letter(MailKind.SOON, settings=replace(TUESDAY, contact="")))["Reply-To"] is None


def test_the_same_letter_is_the_same_message() -> None:
    one, again = (message(letter(MailKind.DAY_BEFORE)) for _ in range(2))
    assert one.items()[:-1] == again.items()[:-1]
    assert [part.get_payload() for part in one.walk() if not part.is_multipart()] == [
        part.get_payload() for part in again.walk() if not part.is_multipart()
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_arrives_as_it_was_typed(name: str) -> None:
    """Read by the old parser: the new one puts a space between two encoded words (RFC 2047, 6.2)."""
    raw = octets(message(letter(MailKind.SOON, to=replace(MIRIAM, name=name))))
    shown, address = parseaddr(message_from_bytes(raw, policy=policy.compat32)["To"])
    assert (str(make_header(decode_header(shown))), address) == (name, "miriam.weiss@example.com")


@pytest.mark.parametrize("name", ["=?utf-8?q?x?=", "Group =?utf-8?b?w6k=?= \N{EM DASH} 1", "علی\u200cرضا"])
def test_a_subject_arrives_as_it_was_typed(name: str) -> None:
    got = carried(
        message(letter(MailKind.SOON, settings=replace(TUESDAY, name=name, neutral_subjects=False)))
    )
    assert name in got["Subject"]


def test_no_line_of_a_head_is_longer_than_mail_allows() -> None:
    for name in NAMES:
        raw = octets(message(letter(MailKind.INVITATION, to=replace(MIRIAM, name=name))))
        head = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
        assert max(len(line) for line in head if not line.startswith(b"List-Unsubscribe")) <= 78


@given(st.text(max_size=60))
def test_no_name_writes_a_header(name: str) -> None:
    got = carried(message(letter(MailKind.SOON, to=replace(MIRIAM, name=name))))
    assert list(got.keys()) == HEADERS
    assert [one.addr_spec for one in got["To"].addresses] == ["miriam.weiss@example.com"]


@pytest.mark.parametrize("name", ["Eve\r\nBcc: all@example.org", "Eve\nBcc: all@example.org", "Eve\x85Bcc:"])
def test_a_name_with_line_breaks_is_a_name_of_one_line(name: str) -> None:
    got = carried(message(letter(MailKind.SOON, to=replace(MIRIAM, name=name))))
    assert got["To"].addresses[0].display_name == " ".join(name.split())
    assert got["Bcc"] is None


@pytest.mark.parametrize("email", ["", "nobody", "@example.org", "eve@", "e@x..org"])
def test_what_is_no_address_is_not_written_to(email: str) -> None:
    with pytest.raises(ValueError, match=r"(?i)address|label|encod"):
        message(letter(MailKind.SOON, to=Addressee("eve", "Eve", email)))


def test_a_domain_of_other_letters_is_written_in_ascii() -> None:
    to = Addressee("eve", "Eve", "eve@bücher.example")
    assert envelope(message(letter(MailKind.SOON, to=to))) == Envelope(
        "groups@balint.example.org", "eve@xn--bcher-kva.example"
    )


def test_an_address_of_other_letters_before_the_at_needs_a_server_that_knows_them() -> None:
    outside = message(letter(MailKind.SOON, to=Addressee("eve", "Eve", "ève@example.org")))
    assert envelope(outside).international
    assert "\r\nTo: Eve <ève@example.org>\r\n".encode() in octets(outside)
    assert not envelope(message(letter(MailKind.SOON))).international
