"""How the domain says no: one exception, one closed set of codes (the contract's), one sentence a leader understands."""

from enum import StrEnum


class Code(StrEnum):
    """Refusal codes of the live socket; a refused command has changed nothing."""

    STALE_REVISION = "stale_revision"
    NOT_ALLOWED = "not_allowed"
    INVALID = "invalid"
    UNKNOWN_COMMAND = "unknown_command"
    NOT_OPEN = "not_open"
    CLOSED = "closed"
    NOTHING_TO_UNDO = "nothing_to_undo"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"


class DomainError(Exception):
    """A refusal: `code` for programs, `sentence` for people."""

    def __init__(self, code: Code, sentence: str) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence


def invalid(sentence: str) -> DomainError:
    """The commonest refusal: well-formed, but impossible or out of range."""
    return DomainError(Code.INVALID, sentence)
