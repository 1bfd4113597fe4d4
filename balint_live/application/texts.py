"""The field's own texts, quoted in one place: the reminder with its version, and the lines shown beside a phase."""

from collections.abc import Mapping
from dataclasses import dataclass

from balint_live.domain.protocol import Catalogue


@dataclass(frozen=True, slots=True)
class Reminder:
    """A changed text is a new version, and is shown to everybody again."""

    version: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    catalogue: Catalogue
    reminder: Reminder
    cards: Mapping[str, str]
