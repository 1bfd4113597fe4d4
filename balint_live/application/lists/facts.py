"""What one row says about a person, as far as it says anything: None where the list is silent.

Facts of several rows about one person add up; facts of a list and of an enrolled person too. Where the list is silent,
what is known stays.
"""

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from balint_live.application.groups.group import Details
from balint_live.application.lists.cells import same
from balint_live.domain.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Named as in Details."""

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
        return {fact: value for fact, value in asdict(self).items() if value is not None}

    def and_also(self, other: "Facts") -> "Facts":
        """What both say together; where both speak, this one's wording."""
        return replace(self, **{**other.given, **self.given})

    def contradiction(self, other: "Facts") -> str | None:
        """The first fact, by name, on which the two do not agree."""
        for field in fields(self):
            ours, theirs = getattr(self, field.name), getattr(other, field.name)
            if None not in (ours, theirs) and not _agree(ours, theirs):
                return field.name
        return None

    def about_somebody_new(self) -> Details | None:
        """None without a name."""
        return None if self.name is None else Details(**self.given)

    def about(self, known: Details) -> Details:
        return replace(known, **self.given)


@dataclass(frozen=True, slots=True)
class Change:
    """A fact, named as in Details, before and after; None is nothing known."""

    fact: str
    before: Any
    after: Any


def changes(before: Details, after: Details) -> tuple[Change, ...]:
    pairs = (
        (field.name, getattr(before, field.name), getattr(after, field.name)) for field in fields(before)
    )
    return tuple(Change(fact, was, will_be) for fact, was, will_be in pairs if was != will_be)


def _agree(ours: Any, theirs: Any) -> bool:
    return same(ours, theirs) if isinstance(ours, str) else bool(ours == theirs)
