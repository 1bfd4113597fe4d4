"""The office's mails on their way to a real mail server."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

import pytest

from balint_live.adapters.database.mail_contents import SqlMailFacts
from balint_live.adapters.mail.headers import Sender
from balint_live.adapters.mail.render import Composer
from balint_live.adapters.mail.transport import SmtpTransport
from balint_live.adapters.tokens import Tokens
from balint_live.application.mail.contents import MailContents
from balint_live.application.mail.reminders import Reminders
from balint_live.application.mail.sender import MailSender
from tests.integration.groups.cast import CATALOGUE, Site
from tests.integration.mail.post_box import PostBox


@dataclass(frozen=True)
class Post:
    """Brings what waits in the site's queue to `box`."""

    site: Site
    box: PostBox
    ids: Iterator[str] = field(default_factory=lambda: map(str, count()))

    def brought(self) -> list[tuple[str, str]]:
        """Whom the mails that wait were brought to, with the subject; in any order."""
        before = len(self.box.taken)
        facts = SqlMailFacts(self.site.database, CATALOGUE)
        Reminders(facts, lambda: next(self.ids)).look(self.site.clock.now())
        contents = MailContents(facts, Tokens("s" * 32), lambda id: "123456", "https://balint.example.org")
        MailSender(
            clock=self.site.clock,
            store=self.site.mails,
            contents=contents.mail,
            compose=Composer(Sender("Balint groups", "groups@example.org")).message,
            transport=SmtpTransport("127.0.0.1", self.box.port, "none"),
            chance=lambda: 0.5,
            new_id=lambda: next(self.ids),
            report=lambda where, fault: pytest.fail(f"{where}: {fault}"),
        ).run_once(100)
        return sorted((one.recipient, str(one.message["Subject"])) for one in self.box.taken[before:])
