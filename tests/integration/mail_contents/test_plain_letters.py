"""Every kind of letter, word for word: the files in `letters/` are what people read."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from balint_live.application.mail.contents import Mail
from balint_live.application.mail_queue import MailKind
from tests.integration.mail_contents.calendars import calendars
from tests.integration.mail_contents.cast import (
    CODE,
    LEAVE,
    LINK,
    MIRIAM,
    STAYS,
    TUESDAY,
    every_letter,
    letter,
    letters_to_leader,
    message,
)

LETTERS = Path(__file__).parent / "letters"
LEADING_TO_A_SESSION = (
    MailKind.INVITATION,
    MailKind.LINK_AGAIN,
    MailKind.MOVED,
    MailKind.DAY_BEFORE,
    MailKind.SOON,
    MailKind.RUNNING_NOW,
)
TO_LEADERS = (MailKind.LEADS, MailKind.DATES_ADDED)


def plain(letter: Mail) -> str:
    body = message(letter).get_body(("plain",))
    assert body is not None
    return body.get_content().replace(" \n", "\n")


@pytest.mark.parametrize("kind", MailKind)
def test_a_letter_reads_as_it_was_agreed(kind: MailKind) -> None:
    assert plain(every_letter()[kind]) == (LETTERS / f"{kind.value}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", letters_to_leader())
def test_a_letter_to_a_leader_reads_as_it_was_agreed(kind: MailKind) -> None:
    said = plain(letters_to_leader()[kind])
    assert said == (LETTERS / f"{kind.value}_to_leader.txt").read_text(encoding="utf-8")


def test_a_leader_is_told_where_to_sign_in_and_nothing_that_lets_anybody_in() -> None:
    """Also when a participant's link, code and way out were at hand."""
    letters = [*letters_to_leader().values(), *(every_letter()[kind] for kind in TO_LEADERS)]
    for whole in letters:
        given = replace(whole, code=CODE)
        html = message(given).get_body(("html",))
        assert html is not None
        texts = [plain(given), html.get_content(), *(one.text for one in calendars(message(given)))]
        assert [text for text in texts if CODE in text or "/join" in text or "/leave" in text] == []


@pytest.mark.parametrize("kind", LEADING_TO_A_SESSION)
def test_the_address_comes_before_everything_that_explains(kind: MailKind) -> None:
    paragraphs = plain(every_letter()[kind]).split("\n\n")
    addresses = [each for each in paragraphs if "https://" in each]

    assert addresses[0].splitlines()[-1] == LINK
    assert (
        addresses[1]
        .replace("\n", " ")
        .startswith(f"If it does not open, type the code {CODE} here: https://")
    )
    assert paragraphs.index(addresses[0]) <= 4


def test_a_narrow_screen_may_join_the_lines_of_a_paragraph_and_no_others() -> None:
    body = message(letter(MailKind.INVITATION)).get_body(("plain",))
    assert body is not None
    assert body["Content-Type"].params["format"] == "flowed"
    joined = body.get_content().replace(" \n", " ").splitlines()
    assert max(map(len, joined)) > 300
    assert LINK in joined
    assert [line for line in joined if line.endswith(" ")] == []


@pytest.mark.parametrize("kind", MailKind)
def test_lines_are_short_but_for_addresses(kind: MailKind) -> None:
    long = [line for line in plain(every_letter()[kind]).splitlines() if len(line) > 72]
    assert [line for line in long if not line.startswith("https://")] == []


def test_without_a_code_none_is_spoken_of() -> None:
    assert "type the code" not in plain(letter(MailKind.SOON, code=None))
    assert "type the code" in plain(letter(MailKind.SOON))


def test_without_a_contact_nobody_is_named() -> None:
    nobody = replace(TUESDAY, contact="")
    texts = [plain(replace(each, settings=nobody)) for each in every_letter().values() if each.settings]

    assert [text for text in texts if "Questions:" in text] == []


def test_an_invitation_to_a_group_without_sessions_still_says_the_rest() -> None:
    empty = plain(letter(MailKind.INVITATION, meeting=None, meetings=()))
    assert "Session" not in empty
    assert "calendar" not in empty
    assert LINK in empty.splitlines()
    assert LEAVE in empty.splitlines()


def test_a_cancellation_with_no_other_date_names_none() -> None:
    assert "next" not in plain(letter(MailKind.CANCELLED))


def test_a_single_file_is_spoken_of_as_one() -> None:
    one = plain(letter(MailKind.REMOVED, meeting=None))
    assert "The attached file removes the coming session from your calendar." in one
    assert "attached" not in plain(letter(MailKind.REMOVED, meeting=None, meetings=()))


def test_text_keeps_what_html_would_escape() -> None:
    assert "Dear A & B <c>," in plain(
        letter(MailKind.INVITATION, to=replace(MIRIAM, name="A & B <c>"), meeting=None)
    )


def test_who_was_erased_with_their_group_hears_of_it_from_the_statement_or_in_general() -> None:
    with_credit = replace(every_letter()[MailKind.ERASED], settings=None, group_id=None)
    without = replace(with_credit, statement=None)

    assert plain(with_credit).splitlines()[0].startswith(STAYS.activity)
    assert "from the list of this group" in plain(with_credit).replace("\n", " ")
    assert "A group you were enrolled in has been deleted" in plain(without).replace("\n", " ")
    assert "Questions:" not in plain(with_credit) + plain(without)


@pytest.mark.parametrize("kind", MailKind)
def test_no_address_is_followed_by_a_sign_that_a_mail_program_takes_for_a_part_of_it(kind: MailKind) -> None:
    whole = message(every_letter()[kind])
    html = whole.get_body(("html",))
    assert html is not None
    after_links = re.findall(r"</a>(\S?)", html.get_content())
    texts = [plain(every_letter()[kind]), *(str(one.says("description")) for one in calendars(whole))]
    addresses = [each for text in texts for each in re.findall(r"\S*(?:https?://|@)\S*", text)]

    assert [each for each in addresses if not (each[-1].isalnum() and (each[0].isalnum()))] == []
    assert set(after_links) <= {"", "<"}
    assert addresses or kind is MailKind.ROLL_OPEN
