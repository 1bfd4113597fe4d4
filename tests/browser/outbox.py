"""The demo's outbox as it lies in its folder: mails in full, with every link a reader or a mail filter finds in them.

Not its pages, which show the plain text only: a filter opens what stands in the HTML part and in the calendar file too.
"""

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path
from time import monotonic, sleep

from tests.integration.live.served import Served

SOON = 15.0
ADDRESS = re.compile(r"https?://[^\s\"'<>)]+")


@dataclass(frozen=True)
class Mail:
    message: EmailMessage

    @property
    def to(self) -> str:
        return str(self.message["To"])

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def digits(self) -> str:
        """The six of a sign-in mail."""
        [found] = re.findall(r"\b\d{6}\b", self.text)
        return found

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        assert body is not None
        return str(body.get_content())

    @cached_property
    def links(self) -> list[str]:
        """Each once, of whatever part of the mail."""
        parts = [part for part in self.message.walk() if not part.is_multipart()]
        found = [link.rstrip(".,") for part in parts for link in ADDRESS.findall(_unfolded(part))]
        return list(dict.fromkeys(found))

    def link(self, kind: str) -> str:
        """The one under this path, such as `join`."""
        [found] = [link for link in self.links if f"/{kind}/" in link]
        return found


def letters(site: Served) -> list[Mail]:
    """All of them, in the order in which they were written."""
    files = sorted((site.data / "outbox").glob("*.eml"), key=_written_at)
    return [Mail(email.message_from_bytes(file.read_bytes(), policy=email.policy.default)) for file in files]


def newest(site: Served, to: str, subject: str, but: int = 0) -> Mail:
    """The newest to this address whose subject begins so, once there are more than `but` of them."""
    deadline = monotonic() + SOON
    while monotonic() < deadline:
        found = found_in(site, to, subject)
        if len(found) > but:
            return found[-1]
        sleep(0.1)
    raise AssertionError(f"no mail “{subject}” to {to}")


def found_in(site: Served, to: str, subject: str) -> list[Mail]:
    return [each for each in letters(site) if to in each.to and each.subject.startswith(subject)]


def _unfolded(part: EmailMessage) -> str:
    """A calendar file breaks its lines wherever they are long."""
    content = part.get_content()
    text = content.decode(errors="replace") if isinstance(content, bytes) else str(content)
    return re.sub(r"\r?\n[ \t]", "", text) if part.get_content_type() == "text/calendar" else text


def _written_at(file: Path) -> int:
    return file.stat().st_mtime_ns
