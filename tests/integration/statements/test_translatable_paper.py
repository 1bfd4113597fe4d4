"""Every word of a statement can be translated: with a catalogue that shouts, only facts are left speaking softly."""

import re
from dataclasses import replace
from gettext import NullTranslations
from typing import Any

from balint_live.adapters.statement_pdf import Words
from balint_live.application.attendance.record import StatedCredit
from tests.integration.statements.cast import ISSUED, PRINTED, SITE, stating

PLACES = re.compile(r"(%\(\w+\)s)")
FACTS = r"(Tues|Wednes)day|March|July|London|Bavaria|\{pages?\}|^en$"


class Shouting(NullTranslations):
    def gettext(self, message: str) -> str:
        return "".join(part if PLACES.fullmatch(part) else part.upper() for part in PLACES.split(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def soft(said: Any) -> list[str]:
    """Words in small letters that are no facts."""
    if isinstance(said, dict):
        return [each for value in said.values() for each in soft(value)]
    if isinstance(said, list):
        return [each for value in said for each in soft(value)]
    return re.findall(r"[a-z]+", re.sub(FACTS, "", str(said).removeprefix(f"{SITE}/verify")))


LOUD = {"name": "CARLA", "organisation": "SOCIETY", "activity": "GROUP", "credits": (StatedCredit("AMA", 4),)}


def test_a_statement_in_capitals() -> None:
    words = Words(SITE, Shouting())
    printed = replace(
        stating(**LOUD, replaced_at=ISSUED), leaders=("ANA",), contact="OFFICE", licence=PRINTED.licence
    )

    assert soft(words.facts(printed)) == []
    assert soft(words.facts(replace(printed, planned=1, licence=None))) == []


def test_a_bare_word_is_found() -> None:
    assert soft({"a": ["SAID", {"b": "and forgotten on Tuesday"}]}) == ["and", "forgotten", "on"]
