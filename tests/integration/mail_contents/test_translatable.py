"""Every word of a letter can be translated: with a catalogue that shouts, only facts are left speaking softly."""

import re
from dataclasses import replace
from html import unescape

import pytest

from balint_live.adapters.mail.render import Words, facts
from balint_live.application.mail_queue import MailKind
from tests.integration.mail_contents.cast import MIRIAM, TUESDAY, every_letter

DATES_AND_ZONES = r"(Tues|Wednes|Fri)day|March|New York|Paris"
ADDRESSES = r"(https://|mailto:)\S+|\S+@\S+"
MARKUP = r"(?s)<style>.*?</style>|<[^>]*>"


@pytest.fixture
def shouting() -> Words:
    words = Words()
    for environment in (words._plain, words._html):
        environment.install_gettext_callables(_shout, _shout_of_many, newstyle=True)  # type: ignore[attr-defined]
    return words


def _shout(sentence: str) -> str:
    """In capitals, but for the names of places to fill."""
    return "".join(
        part if part.startswith("%(") else part.upper() for part in re.split(r"(%\(\w+\)s)", sentence)
    )


def _shout_of_many(one: str, many: str, number: int) -> str:
    return _shout(one if number == 1 else many)


def soft(text: str) -> list[str]:
    """Words in small letters that are no facts."""
    plain = unescape(re.sub(MARKUP, " ", text))
    return re.findall(r"[a-z]+", re.sub(f"{ADDRESSES}|{DATES_AND_ZONES}", " ", plain))


@pytest.mark.parametrize("kind", MailKind)
@pytest.mark.parametrize("neutral", [False, True])
def test_a_letter_in_capitals(shouting: Words, kind: MailKind, neutral: bool) -> None:
    loud = replace(TUESDAY, name="TUESDAY GROUP", society="SOCIETY", neutral_subjects=neutral)
    whole = every_letter()[kind]
    stays = whole.statement and replace(whole.statement, name="MIRIAM")
    mine = replace(whole, to=replace(MIRIAM, name="MIRIAM"), statement=stays)
    said = facts(replace(mine, settings=loud if whole.settings else None))

    assert soft(shouting.subject(kind, said)) == []
    assert soft(shouting.plain(kind, said)) == []
    assert soft(shouting.html(kind, said)) == []


@pytest.mark.parametrize("neutral", [False, True])
def test_an_event_in_capitals(shouting: Words, neutral: bool) -> None:
    loud = replace(TUESDAY, name="TUESDAY GROUP", neutral_subjects=neutral)
    title, description = shouting.event(facts(replace(every_letter()[MailKind.SOON], settings=loud)), 2)

    assert soft(title) == soft(description) == []


def test_a_bare_word_is_found() -> None:
    assert soft("<p>SAID</p> and forgotten on Tuesday at https://here") == ["and", "forgotten", "on", "at"]
