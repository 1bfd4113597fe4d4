"""The page speaks of every kind of mail and of every line of the log: one that is added is not forgotten there."""

import re
from pathlib import Path

import balint_live
from balint_live.application.mail_queue import MailKind
from balint_live.web.privacy import LOG_LINES, MAILS

SOURCES = Path(balint_live.__file__).parent


def test_every_kind_of_mail_is_described() -> None:
    assert set(MAILS) == set(MailKind)


def test_every_line_of_the_log_is_described() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py"))
    written = set(re.findall(r"log\.event\(\s*\"([^\"]+)\"", code)) | set(
        re.findall(r"_log\.(?:info|warning|error|debug)\(\s*\"([^\"]+)\"", code)
    )

    assert written == {name for name, _ in LOG_LINES}
