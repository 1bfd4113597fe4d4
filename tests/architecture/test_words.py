"""Pages and e-mails use the words of `docs/glossary.md`, and none that it tells to avoid."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract

ROOT = Path(__file__).parents[2]
SOURCES = {
    "python": ("balint_live", "*.py"),
    "jinja2.ext:babel_extract": ("templates", "*.*"),
    "javascript": ("static/js", "*.js"),
}
PLACE = re.compile(r"%\(\w+\)s|{\w+}")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "t": None, "tn": (1, 2)}


def texts() -> Iterator[tuple[str, str]]:
    """Every text that people read, with the file it is in."""
    for method, (folder, pattern) in SOURCES.items():
        for path in sorted((ROOT / folder).rglob(pattern)):
            if path.suffix == ".css":
                continue
            with path.open("rb") as file:
                for _, found, _, _ in extract(method, file, KEYWORDS, options={"encoding": "utf-8"}):
                    for text in [found] if isinstance(found, str) else found:
                        yield str(path.relative_to(ROOT)), PLACE.sub("…", text)


def avoided() -> Iterator[tuple[str, list[str]]]:
    """Each word to avoid, and the phrases in which it stays allowed."""
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and cells[0] not in ("say", "---"):
            for word, allowed in re.findall(r"([^,(]+)(?:\(([^)]*)\))?,?", cells[2]):
                if word.strip():
                    yield word.strip(), [phrase.strip() for phrase in allowed.split(",") if phrase.strip()]


def uses(text: str, word: str, allowed: list[str]) -> bool:
    for phrase in allowed:
        text = re.sub(rf"\b{re.escape(phrase)}\b", "", text, flags=re.IGNORECASE)
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text, re.IGNORECASE) is not None


def test_no_text_uses_a_word_to_avoid() -> None:
    read, words = list(texts()), list(avoided())
    assert [
        (path, text, word) for path, text in read for word, allowed in words if uses(text, word, allowed)
    ] == []


def test_texts_of_every_kind_are_read() -> None:
    read = list(texts())
    for expected in (
        (
            "balint_live/web/privacy.py",
            "Ask: the address for questions is on your pages and in your e-mails.",
        ),
        ("templates/pages/public/landing.html", "Nothing said in the session is recorded."),
        ("static/js/console/spread.js", "Shorten the rest by … min"),
    ):
        assert any(path == expected[0] and expected[1] in text for path, text in read), expected


@pytest.mark.parametrize(
    ("text", "word", "is_used"),
    [
        ("Your mail is here.", "mail", True),
        ("Look in your e-mail.", "mail", False),
        ("The mail server refuses it.", "mail", False),
        ("Mails go on.", "mail", False),
    ],
)
def test_a_word_is_found_whole_and_not_where_it_is_allowed(text: str, word: str, is_used: bool) -> None:
    assert uses(text, word, dict(avoided())[word]) is is_used
