"""Bytes into text, when nothing says which letters they are.

A file that is neither marked nor plainly UTF-8 can be read in many code pages, so each reading is weighed by how likely its
words are in the languages of its code page (`spelling`). Single bytes of UTF-8 may be damaged: what they were is lost, and
the rows that hold them are named. Where one reading is not far likelier than every other, all that are likely are handed
on, and a person decides: a name that is changed silently is worse than a question.

"""

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from encodings.aliases import aliases

from charset_normalizer import from_bytes
from charset_normalizer.constant import IANA_SUPPORTED

from balint_live.adapters.imports.spelling import (
    ARMENIAN,
    CODE_PAGES,
    CYRILLIC,
    FAULT,
    LATIN,
    CodePage,
    likelihood,
    looks_wrong,
)
from balint_live.application.imports.table import ListMistake, MistakeCode, list_text

UTF8 = CodePage("utf_8", "Unicode (UTF-8)", (*LATIN, *CYRILLIC, "el", "he", "ar", "fa", "ur", ARMENIAN), -12)
"""Text in another encoding hardly ever fits UTF-8 by chance; only a few letters of a Chinese or Japanese one may."""
DAMAGE = "\ufffd"

DECIDED = 11.0
"""By so much, in natural logarithms, the best reading must be likelier than the next. Measured on lists of one, three and
twelve made-up people in 40 countries: below 8 some names are changed silently."""
WORTH_A_LOOK = 22.0
EVIDENCE_BYTES = 20_000
MOST_WORDS = 150
LONGEST_WORD = 60
"""Letters of it that are weighed."""
KNOWN = frozenset(IANA_SUPPORTED) - {"utf_7"}
"""Python's names for what somebody may ask for; UTF-7 hides letters in plain ASCII."""
WIDER = {
    "iso8859_1": "cp1252", "latin_1": "cp1252", "iso8859_9": "cp1254", "shift_jis": "cp932", "gb2312": "gb18030",
    "gbk": "gb18030", "euc_kr": "cp949", "big5": "cp950", "koi8_r": "koi8_u", "iso8859_11": "cp874", "tis_620": "cp874",
}  # fmt: skip
"""What is meant by the name, as in the WHATWG's Encoding Standard."""

_PLAIN = re.compile(r"[\x00-\x26\x28-\x2d\x2f-\x40\x5b-\x60\x7b-\x7f]+")
"""Between two words: all plain signs but letters, the apostrophe and the full stop."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text under one code page; `weight` says how likely that is, as a natural logarithm."""

    page: CodePage
    text: str
    weight: float


def decoded_as(data: bytes, name: str) -> str:
    """The text in the encoding somebody chose. Raises ListMistake for one we do not know, and for one the file is not in."""
    page = _page(name)
    try:
        return data.decode(page.codec, "replace" if page is UTF8 else "strict")
    except (UnicodeError, ValueError):
        sentence = (
            f"This file is not in the encoding {name}: there are signs in it which that has not. "
            "Please choose another."
        )
        raise ListMistake(MistakeCode.ENCODING, sentence) from None


def readings(data: bytes) -> list[Decoded]:
    """What the file may say, likeliest first; one where there is no doubt."""
    weighed = _weighed(data, _possible(data))
    if not is_certain(weighed) and _mostly_wrong(weighed[0].text):
        weighed = _weighed(data, (*_possible(data), *_guessed(data)))
    damaged = DAMAGE in data.decode("utf-8", "replace")
    return _likely(weighed if damaged else _with_utf8_near(weighed))


def in_japanese_mail(data: bytes) -> Decoded:
    """The text in ISO-2022-JP. Raises ListMistake for what is no text."""
    return Decoded(_page("iso2022_jp"), list_text(data.decode("iso2022_jp", "replace")), 0.0)


def is_certain(ranked: Sequence[Decoded]) -> bool:
    """Whether the first of these readings may be taken without asking."""
    likelier = len(ranked) == 1 or ranked[0].weight - ranked[1].weight > DECIDED
    return likelier and (ranked[0].page.codec.startswith("utf") or not _mostly_wrong(ranked[0].text))


def _weighed(data: bytes, pages: Iterable[CodePage]) -> list[Decoded]:
    """Every reading there is, each text once, likeliest first."""
    evidence = _evidence(data)
    found: dict[str, Decoded] = {}
    for page in pages:
        damaged = "replace" if page is UTF8 else "strict"
        try:
            text = data.decode(page.codec, damaged).replace("\0", "")
        except (UnicodeDecodeError, ValueError):
            continue
        weight = _weight(evidence, page)
        if text not in found or found[text].weight < weight:
            found[text] = Decoded(page, text, weight)
    return sorted(found.values(), key=lambda one: -one.weight)


def _with_utf8_near(weighed: Sequence[Decoded]) -> list[Decoded]:
    """A few letters may be good UTF-8 by chance; but a person is asked before it is taken for chance."""
    best = weighed[0].weight
    raised = [replace(one, weight=best) if one.page is UTF8 else one for one in weighed]
    return sorted(raised, key=lambda one: (-one.weight, one.page is not UTF8))


def _possible(data: bytes) -> tuple[CodePage, ...]:
    some_utf8 = not data.decode("utf-8", "ignore").isascii()
    return (UTF8, *CODE_PAGES) if some_utf8 else CODE_PAGES


def _guessed(data: bytes) -> tuple[CodePage, ...]:
    """What charset-normalizer takes it for, where none of ours makes sense."""
    best = from_bytes(data[:EVIDENCE_BYTES]).best()
    known = {UTF8.codec, "ascii", *WIDER, *(page.codec for page in CODE_PAGES)}
    return () if best is None or best.encoding in known else (_page(best.encoding),)


def _evidence(data: bytes) -> bytes:
    """Lines with more than plain signs in them, as many as are needed."""
    lines, size = [], 0
    for line in data.splitlines():
        if not line.isascii():
            lines.append(line)
            size += len(line)
        if size > EVIDENCE_BYTES:
            break
    return b"\n".join(lines)[:EVIDENCE_BYTES]


def _weight(evidence: bytes, page: CodePage) -> float:
    text = evidence.decode(page.codec, "replace" if page is UTF8 else "ignore")
    languages = LATIN if set(page.languages) <= set(LATIN) else page.languages
    return sum(_of_word(word, languages, page.languages) for word in _words_beyond_ascii(text)) - page.rarity


def _of_word(word: str, languages: Sequence[str], spoken: Sequence[str]) -> float:
    """A damaged one has as many faults as signs that are lost."""
    if DAMAGE in word:
        return FAULT * word.count(DAMAGE) - 3 * len(word)
    return likelihood(word, languages, spoken)


def _words_beyond_ascii(text: str) -> list[str]:
    """Each once, but for damaged ones, which only look the same."""
    found: dict[str | int, str] = {}
    for place, word in enumerate(_PLAIN.split(text)):
        if not word.isascii():
            part = word[:LONGEST_WORD]
            found[place if DAMAGE in part else part] = part
        if len(found) == MOST_WORDS:
            break
    return list(found.values())


def _likely(weighed: Sequence[Decoded]) -> list[Decoded]:
    if is_certain(weighed):
        return [weighed[0]]
    best = weighed[0]
    near = [one for one in weighed if best.weight - one.weight < WORTH_A_LOOK]
    return [one for one in near if _wrong_words(one.text) <= _wrong_words(best.text)]


def _mostly_wrong(text: str) -> bool:
    return _wrong_words(text) * 3 > len(_words_beyond_ascii(text))


def _wrong_words(text: str) -> int:
    return sum(DAMAGE not in word and looks_wrong(word) for word in _words_beyond_ascii(text))


def _page(name: str) -> CodePage:
    """Raises ListMistake."""
    try:
        codec = codecs.lookup(name.strip()).name.replace("-", "_")
    except (LookupError, ValueError):
        raise _unknown(name) from None
    codec = WIDER.get(codec, codec)
    if codec in ("utf_8", "utf_8_sig"):
        return UTF8
    known = {page.codec: page for page in CODE_PAGES}
    if codec in known:
        return known[codec]
    if codec not in KNOWN:
        raise _unknown(name)
    return CodePage(codec, codec.replace("_", "-"), LATIN, 0)


def _unknown(name: str) -> ListMistake:
    names = [*KNOWN, *(alias for alias, codec in aliases.items() if codec in KNOWN)]
    near = get_close_matches(name.lower().replace("-", "_"), names, 3, 0.75)
    usual = "Usual ones are utf-8, cp1252, cp1250, cp1251 and mac_roman."
    hint = f"Did you mean {' or '.join(near)}?" if near else usual
    return ListMistake(MistakeCode.ENCODING, f"There is no encoding called {name}. {hint}")
