"""The HTML beside the text: the same words, one button, and nothing that calls home."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from balint_live.application.mail.contents import Mail
from balint_live.application.mail_queue import MailKind
from tests.integration.mail_contents.cast import (
    LEAVE,
    LINK,
    MIRIAM,
    ROLL,
    SIGN_IN,
    SIGN_IN_LINK,
    TUESDAY,
    every_letter,
    letter,
    message,
)

WITH_A_BUTTON = set(MailKind) - {MailKind.CANCELLED, MailKind.REMOVED, MailKind.ERASED}
PRESSED = {
    MailKind.SIGN_IN: SIGN_IN_LINK,
    MailKind.ROLL_OPEN: ROLL,
    MailKind.STATEMENT: f"{LINK}/record",
    MailKind.LEADS: SIGN_IN,
    MailKind.DATES_ADDED: SIGN_IN,
}


class Reader(HTMLParser):
    """What a browser would make of it: tags, addresses asked for or linked to, and the words."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.styles: list[str] = []
        self.words = ""
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "href":
                self.links.append(value or "")
            elif name in ("src", "srcset", "background", "poster", "action", "data") or name.startswith("on"):
                self.fetched.append(value or "")
            elif name == "style":
                self.styles.append(value or "")

    def handle_data(self, data: str) -> None:
        self.words += data


def html(letter: Mail) -> str:
    body = message(letter).get_body(("html",))
    assert body is not None
    return body.get_content()


@pytest.mark.parametrize("kind", MailKind)
def test_a_letter_asks_nothing_of_any_server(kind: MailKind) -> None:
    document = html(every_letter()[kind])
    page = Reader(document)

    assert page.fetched == []
    assert set(page.tags) <= {
        "html", "head", "meta", "title", "style", "body", "table", "tbody", "tr", "td",
        "p", "h1", "h2", "span", "b", "br", "hr", "a",
    }  # fmt: skip
    assert re.findall(r"url\(|@import|@font-face", document) == []
    assert [style for style in page.styles if "url" in style] == []
    assert "max-width: 560px" in " ".join(page.styles)


@pytest.mark.parametrize("kind", MailKind)
def test_a_letter_has_one_button_at_most(kind: MailKind) -> None:
    document = html(every_letter()[kind])
    pressed = PRESSED.get(kind, LINK)

    assert document.count('class="button"') == int(kind in WITH_A_BUTTON)
    assert Reader(document).links.count(pressed) == int(kind in WITH_A_BUTTON)


def test_links_are_whole_and_lead_where_the_text_says() -> None:
    assert Reader(html(letter(MailKind.SOON))).links == [
        LINK,
        "https://balint.example.org/join",
        "https://balint.example.org/privacy",
        "mailto:leaders@example.org",
        LEAVE,
    ]


@pytest.mark.parametrize("kind", MailKind)
def test_every_paragraph_of_the_text_stands_in_the_html(kind: MailKind) -> None:
    """But for what introduces an address there, and the numbers of the schedule."""
    both = message(every_letter()[kind])
    texts = [
        part.get_content() for part in both.walk() if part.get_content_type() in ("text/plain", "text/html")
    ]
    shown = " ".join(Reader(texts[1]).words.split())
    spoken = [" ".join(each.split()) for each in texts[0].split("\n\n")]

    assert [
        each for each in spoken if each not in shown and "https://balint.example.org/" not in each[:140] and
        not each.startswith("1. ") and not each.startswith("2. ")
    ] == []  # fmt: skip


def test_what_people_typed_is_text() -> None:
    evil = replace(TUESDAY, name="<img src=x onerror=1>", society="<b>&amp;", contact='a"b@example.org')
    page = Reader(
        html(letter(MailKind.INVITATION, settings=evil, to=replace(MIRIAM, name="<script>alert(1)</script>")))
    )

    assert page.tags.count("img") == page.tags.count("script") == 0
    assert "Dear <script>alert(1)</script>, you have a place" in page.words
    assert "<img src=x onerror=1> · <b>&amp;" in page.words
    assert page.fetched == []


def test_the_dark_is_left_to_those_who_know_it() -> None:
    assert "@media (prefers-color-scheme: dark)" in html(letter(MailKind.SOON))
