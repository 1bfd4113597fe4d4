"""What the cells of a list mean: roles and states of orders in six languages, names, time zones; and the facts of one row.

Words are data (`catalogue/list_words.json`), folded (no case, accents, punctuation). An unknown role is an error and not
guessed: it decides what somebody sees. An unknown state of an order is taken as a good one, and named in the preview: every
system has its own words for good ones. States are those of Zoom, Eventbrite, pretix, Indico, Wild Apricot, MemberLeap,
ClubExpress and of sheets made by hand.

A name is brought into the order in which it is printed, whatever the list has. Only the order is changed, never the
letters: a name in capitals stays so, and particles stay with the family's name they are written before ("van der Berg,
Anna" is Anna van der Berg). A comma turns the name round only between two parts of a name; behind it may also be a degree
("Jane Doe, MD"), or the text may be no name at all.

A time zone is a place, or UTC. "EST" and "Etc/GMT+5" are names in the same database, but the one has no summer time and the
other counts backwards; whoever wrote them meant a place.

Text that we export is made safe here too, and read back. A cell that begins with a sign of a formula may be executed when
the export is opened, and a name can be anything somebody typed into a form. An apostrophe in front makes it text in every
spreadsheet (domain.md, section 17). What counts is the first sign that a spreadsheet would look at. Full-width, small and
raised forms are the same sign to those that fold them, as Japanese and Chinese editions do; spaces, controls and invisible
signs before it are dropped by one program or another when it reads the file. Marking a cell too many harms nobody: the mark
can be taken off again exactly. Text that looks marked already gets one more apostrophe, so what is read back is always what
was written.
"""

import json
import re
from collections import defaultdict
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum, auto
from functools import cache
from importlib.resources import files
from typing import Any
from unicodedata import category, combining, normalize
from zoneinfo import available_timezones

from balint_live.application.groups.group import Details
from balint_live.domain import names
from balint_live.domain.display import Role

MARK = "'"
BEGINS_A_FORMULA = frozenset("=+-@\u2212")
"""With the minus sign of mathematics."""
LINE_AND_CELL_ENDS = frozenset("\t\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
"""What follows one of these may be read as the beginning of another cell."""
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Zs", "Zl", "Zp"})
FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that show nothing."""


def safe(text: str) -> str:
    """The text as every text cell of every export holds it; called once."""
    return MARK + text if _would_run(text) else text


def read_back(text: str) -> str:
    """The text that `safe` was called with."""
    marked = text.startswith(MARK) and _would_run(text)
    return text.removeprefix(MARK) if marked else text


def _would_run(text: str) -> bool:
    for sign in text:
        if sign in LINE_AND_CELL_ENDS:
            return True
        if sign != MARK and category(sign) not in UNSEEN and sign not in FILLERS:
            return normalize("NFKC", sign)[0] in BEGINS_A_FORMULA
    return False


_NOTHING = frozenset(
    {"n/a", "n.a.", "n.a", "n/d", "n.d.", "k.a.", "k.a", "s/o", "none", "(none)", "(blank)", "(empty)", "(null)", "(leer)",
     "(vide)", "(vacío)", "(vuoto)", "(vazio)", "<none>", "<null>"}
)  # fmt: skip
"""Not "null", "nil" or "na": there are people of these names."""
NO_RESULT = "#FORMULA!"
"""What stands for a formula whose result was not saved."""
_SHEET_ERROR = re.compile(r"#[¡¿]?[^\W\d_a-z]+(?:/0)?[!?]|#N/[AD]|#NV|#GETTING_DATA|Err:\d{3}")


def clean(cell: str) -> str:
    """The text of a cell in one line, without the mark of our own export."""
    return read_back(names.clean(cell))


def folded(text: str) -> str:
    """The text for comparing only: without case, accents and punctuation."""
    bare = "".join(sign for sign in normalize("NFKD", text.casefold()) if not combining(sign))
    return " ".join("".join(sign if sign.isalnum() else " " for sign in bare).split())


def same(one: str, other: str) -> bool:
    """Whether two texts say the same but for case, accents and punctuation."""
    return one == other or (folded(one) != "" and folded(one) == folded(other))


def or_nothing(text: str) -> str:
    """The text; empty for what people and systems write where there is nothing: "-", ".", "N/A", "(blank)"."""
    nothing = text.lower().replace(" ", "") in _NOTHING or not any(sign.isalnum() for sign in text)
    return "" if nothing else text


def is_damaged(text: str) -> bool:
    """Whether a program could not read some of it, ours or one before us."""
    return "\ufffd" in text


def is_sheet_error(text: str) -> bool:
    """ "#N/A", "#REF!", "#¿NOMBRE?": what a spreadsheet shows, in its own language, where a formula has no result."""
    return _SHEET_ERROR.fullmatch(text) is not None


# ---- Words ----------------------------------------------------------------------------------------------------------


_LISTED = json.loads((files("balint_live") / "catalogue" / "list_words.json").read_text(encoding="utf-8"))


def listed_words(kind: str) -> dict[str, tuple[str, ...]]:
    """The words of a kind that lists use, in six languages, folded: by what each means, the likeliest first."""
    return {meaning: tuple(", ".join(lines).split(", ")) for meaning, lines in _LISTED[kind].items()}


MOST_WORDS = 8
"""Of a state; more is a remark."""


class ListedRole(StrEnum):
    """What a list calls somebody."""

    PARTICIPANT = auto()
    OBSERVER = auto()
    PRACTICE_LEADER = auto()
    LEADER = auto()


class Order(StrEnum):
    """Whether somebody comes."""

    COMING = auto()
    CANCELLED = auto()
    """Not coming, whoever decided so."""
    PENDING = auto()
    """Not decided yet, or not paid."""
    TEST = auto()


YES = frozenset({"yes", "true", "1", "x", "ja", "oui", "si", "sim"})
NO = frozenset({"no", "false", "0", "nein", "non", "nao"})
"""Only where they are all that is said."""

_ROLE_OF = {word: ListedRole(role) for role, words in listed_words("roles").items() for word in words}
_ORDER_OF = {word: Order(order) for order, words in listed_words("orders").items() for word in words}


def role_of(text: str) -> ListedRole | None:
    """The role these words mean; None for unknown ones."""
    return _ROLE_OF.get(folded(text))


def order_of(text: str) -> Order | None:
    """Whether somebody comes; what keeps them from it counts wherever it is ("Payment complete, later cancelled").

    None for unknown words.
    """
    said = folded(text)
    if said in YES or said in NO:
        return Order.COMING if said in YES else Order.CANCELLED
    found = _orders_in(said.split()[:MOST_WORDS])
    return next(
        (order for order in (Order.CANCELLED, Order.TEST, Order.PENDING, Order.COMING) if order in found),
        None,
    )


def _orders_in(words: list[str]) -> list[Order]:
    """The orders of one phrase after the other, each as long as possible: "not cancelled" is not "cancelled"."""
    found: list[Order] = []
    while words:
        phrases = (" ".join(words[:count]) for count in range(len(words), 0, -1))
        phrase = next((phrase for phrase in phrases if phrase in _ORDER_OF), words[0])
        if phrase in _ORDER_OF:
            found.append(_ORDER_OF[phrase])
        words = words[len(phrase.split()) :]
    return found


DEGREES = frozenset(
    {
        "md", "m d", "do", "d o", "phd", "ph d", "mbbs", "mbchb", "mb chb", "mph", "msc", "ma", "ba", "bsc", "rn",
        "np", "pa", "pa c", "psyd", "lcsw", "msw", "faafp", "facp", "frcp", "frcgp", "mrcgp", "mrcpsych", "frcpsych",
        "fracgp", "dnp", "jr", "sr", "ii", "iii", "iv", "dr", "dr med", "dipl psych", "mag", "fmh", "med", "prof",
    }
)  # fmt: skip
TITLES = frozenset(
    {"dr", "prof", "med", "mag", "dott", "dottssa", "dra", "univ", "pd", "mr", "mrs", "ms", "frau", "herr"}
)

_OUTER_QUOTES = re.compile(r'"([^"]*)"')
_PART = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’‘·-])*")


def whole_name(text: str) -> str:
    """A name from one column with both parts in it; empty when the text cannot be a name."""
    name = _bare(text)
    return _turned(name) if _is_name(name) else ""


def joined_name(given: str, family: str) -> str:
    """A name from two columns; one of them may be empty."""
    name = " ".join(part for part in (given, family) if part)
    return name if _is_name(name) else ""


def _bare(text: str) -> str:
    """Without the address or the quotation marks a mail program puts around it."""
    before, _, address = text.removesuffix(">").rpartition("<")
    with_address = text.endswith(">") and before and "@" in address and ">" not in address
    name = before.rstrip() if with_address else text
    quoted = _OUTER_QUOTES.fullmatch(name)
    return quoted[1].strip() if quoted else name


def _is_name(text: str) -> bool:
    return any(sign.isalpha() for sign in text) and not ("@" in text and " " not in text)


def _turned(name: str) -> str:
    parts = [part.strip() for part in name.split(",")]
    people = [part for part in parts if folded(part) not in DEGREES]
    if len(people) != 2 or not all(_PART.fullmatch(part) for part in people):
        return name
    titles, family = _titles_apart(people[0])
    degrees = [part for part in parts if folded(part) in DEGREES]
    return ", ".join([" ".join([*titles, people[1], family]), *degrees])


def _titles_apart(family: str) -> tuple[list[str], str]:
    """ "Dr. Müller" is a title and a name: the title goes before the given name."""
    words = family.split(" ")
    count = next((index for index, word in enumerate(words) if folded(word) not in TITLES), 0)
    return words[:count], " ".join(words[count:])


_UTC = frozenset({"UTC", "Etc/UTC"})


def zone_of(text: str) -> str | None:
    """The IANA name of a zone that is called so in a list, a form or a command: "Europe/London", "london", "new york".

    None where no zone, or more than one, is called that.
    """
    name = "_".join(text.casefold().split())
    found = _places().get(name) or _cities().get(name, [])
    return found[0] if len(found) == 1 else None


@cache
def _places() -> dict[str, list[str]]:
    places = (
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/"))
    )
    return {name.casefold(): [name] for name in (*places, *_UTC)}


@cache
def _cities() -> dict[str, list[str]]:
    cities = defaultdict(list)
    for name, [place] in _places().items():
        cities[name.rsplit("/", 1)[-1]].append(place)
    return cities


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What one row says about a person, named as in Details; None where the list says nothing.

    Facts of several rows about one person are combined, and so are facts of a list and of somebody enrolled: where the list
    says nothing, what is known stays.
    """

    email: str
    name: str | None = None
    role: Role | None = None
    practice_leader: bool | None = None
    timezone: str | None = None
    profession: str | None = None
    licence_no: str | None = None
    licence_region: str | None = None

    @property
    def given(self) -> dict[str, Any]:
        """The facts that are there, by name."""
        return {fact: value for fact, value in asdict(self).items() if value is not None}

    def and_also(self, other: "Facts") -> "Facts":
        """Both combined; where both have a fact, this one's wording."""
        return replace(self, **{**other.given, **self.given})

    def contradiction(self, other: "Facts") -> str | None:
        """The name of the first fact on which the two do not agree."""
        for field in fields(self):
            ours, theirs = getattr(self, field.name), getattr(other, field.name)
            if None not in (ours, theirs) and not _agree(ours, theirs):
                return field.name
        return None

    def about_somebody_new(self) -> Details | None:
        """The details of a new registrant; None without a name."""
        return None if self.name is None else Details(**self.given)

    def about(self, known: Details) -> Details:
        """The known details with these facts."""
        return replace(known, **self.given)


@dataclass(frozen=True, slots=True)
class Change:
    """A fact, named as in Details, before and after; None is nothing known."""

    fact: str
    before: Any
    after: Any


def changes(before: Details, after: Details) -> tuple[Change, ...]:
    """The facts that differ."""
    pairs = (
        (field.name, getattr(before, field.name), getattr(after, field.name)) for field in fields(before)
    )
    return tuple(Change(fact, was, will_be) for fact, was, will_be in pairs if was != will_be)


def _agree(ours: Any, theirs: Any) -> bool:
    return same(ours, theirs) if isinstance(ours, str) else bool(ours == theirs)
