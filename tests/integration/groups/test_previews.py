"""The mail of a press is shown before the press, word for word, and lets nobody in."""

import re

import pytest

from balint_live.application.mail_queue import MailKind
from tests.integration.groups.cast import ANA, FIRST_START, TUESDAY, Site
from tests.integration.groups.page import Element, Page
from tests.integration.groups.post import Post

SESSION = "/groups/tuesday/sessions/first"
DAN = "/groups/tuesday/people/dan"
IN_WORDS = (
    (r"https://\S+/join/\S+", "[their own link]"),
    (r"https://\S+/leave/\S+", "[their own link to leave]"),
    (r"https://\S+/calendar/\S+", "[their own calendar address]"),
    (r"[0-9A-Z]{4}-[0-9A-Z]{4}", "[their own code]"),
)


def shown(page: Page) -> str:
    """The preview below its subject, with its lines joined: the words are as wide as what they stand for."""
    [letter] = letters(page)
    return " ".join(each.text for each in letter.all("p")[1:])


def letters(page: Page) -> list[Element]:
    return [each for each in page.main.all("div") if each.get("class") == "letter"]


def sent_to(post: Post, who: str) -> str:
    """The mail that was brought to this person, with what is theirs alone in words."""
    post.brought()
    (got,) = [one for one in post.box.taken if one.recipient == f"{who}@example.org"]
    body = got.message.get_body(("plain",))
    assert body is not None
    said = body.get_content()
    for theirs, words in IN_WORDS:
        said = re.sub(theirs, words, said)
    return " ".join(said.split())


def invite_everybody(site: Site) -> None:
    site.services.groups.invite(ANA, TUESDAY)
    site.deliver()


def test_an_invitation_is_shown_as_it_is_then_sent(post: Post) -> None:
    ana = post.site.visitor(ANA)
    page = ana.look("/groups/tuesday/invitations")
    assert "See the e-mail to Carla" in page.text
    before = shown(page)
    assert "[their own link] If it does not open, type the code [their own code] here" in before
    ana.press(page, "Send 4 invitations")
    assert sent_to(post, "carla") == before


@pytest.mark.parametrize(
    ("invited", "button"), [(False, "Send the invitation"), (True, "Send the link again")]
)
def test_a_persons_page_shows_what_its_button_sends(post: Post, invited: bool, button: str) -> None:
    if invited:
        invite_everybody(post.site)
    ana = post.site.visitor(ANA)
    page = ana.look(DAN)
    ana.press(page, button)
    assert sent_to(post, "dan") == shown(page)


def test_a_leaders_mail_is_shown_with_its_sign_in_address(post: Post) -> None:
    ana = post.site.visitor(ANA)
    page = ana.look("/groups/tuesday/leaders")
    ana.press(page, "Send it to Ana")
    assert "https://balint.example.org/sign-in" in shown(page)
    assert sent_to(post, "ana") == shown(page)


def test_another_time_is_shown_before_anything_is_changed_and_then_sent(post: Post) -> None:
    invite_everybody(post.site)
    ana = post.site.visitor(ANA)
    page = ana.press(ana.look(SESSION), "See the e-mail first", {"at": "18:00"})
    before = shown(page)
    assert "New time Tuesday, 10 March 2026 18:00 London" in before
    assert post.site.group().meetings[0].start == FIRST_START
    assert post.brought() == []
    ana.press(page, "Move it and tell 4 people")
    assert sent_to(post, "carla") == before


def test_before_anybody_is_invited_it_is_the_leaders_mail_that_is_shown(post: Post) -> None:
    ana = post.site.visitor(ANA)
    page = ana.press(ana.look(SESSION), "See the e-mail first", {"at": "18:00"})
    before = shown(page)
    ana.press(page, "Move it and tell the leaders")
    assert sent_to(post, "ana") == before


def test_where_nothing_would_be_sent_nothing_is_shown(post: Post) -> None:
    ana = post.site.visitor(ANA)
    answer = ana.press(ana.look(SESSION), "See the e-mail first")
    assert answer.location == "/groups/tuesday"
    assert letters(ana.look(f"{DAN}/withdraw")) == []


def test_new_dates_are_shown_as_their_leaders_will_read_them(post: Post) -> None:
    ana = post.site.visitor(ANA)
    typed = "first=2026-05-05&at=19:00&rhythm=every_2_weeks&count=2&first_plan=abs60&other_plan=abs60"
    page = ana.look(f"/groups/tuesday/sessions/new?{typed}")
    assert "3. Tuesday, 5 May 2026 19:00 London · 60 minutes 4. Tuesday, 19 May 2026" in shown(page)
    ana.press(page, "Book the ticked dates")
    assert sent_to(post, "ana") == shown(page)


def test_a_cancelled_session_and_a_removal_are_shown(post: Post) -> None:
    invite_everybody(post.site)
    ana = post.site.visitor(ANA)
    cancelling, leaving = ana.look(f"{SESSION}/cancel"), ana.look(f"{DAN}/withdraw")
    ana.press(cancelling, "Cancel the session")
    assert sent_to(post, "carla") == shown(cancelling)
    ana.press(leaving, "Withdraw")
    (removal,) = [one.mail for one in post.site.waiting() if one.mail.registrant_id == "dan"]
    assert removal.kind is MailKind.REMOVED
    assert shown(leaving).startswith(
        "Tuesday group · The Balint Society You are no longer enrolled Dear Dan,"
    )


def test_no_preview_lets_anybody_in(post: Post) -> None:
    site = post.site
    ana = site.visitor(ANA)
    pages = [ana.look("/groups/tuesday/invitations"), ana.look(DAN)]
    invite_everybody(site)
    pages += [ana.look(DAN), ana.look(f"{DAN}/withdraw"), ana.look(f"{SESSION}/cancel")]
    pages.append(ana.press(ana.look(SESSION), "See the e-mail first", {"at": "18:00"}))
    texts = [shown(page) for page in pages]
    codes = {one.join_code for one in site.group().registrants}

    assert [text for text in texts if re.search("/(join|leave|calendar|sign-in)/", text)] == []
    assert [code for code in codes if code and any(code[:4] in text for text in texts)] == []
