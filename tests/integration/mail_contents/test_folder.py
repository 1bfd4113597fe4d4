from email import message_from_bytes, policy
from pathlib import Path

import pytest

from balint_live.adapters.mail.transport import OutboxFolder
from balint_live.application.mail.sender import NotNow
from balint_live.application.mail_queue import MailKind
from tests.integration.mail_contents.cast import letter, message


def send(transport: OutboxFolder, *kinds: MailKind) -> None:
    with transport.line() as line:
        for kind in kinds:
            line.send(message(letter(kind)))


def test_each_message_is_a_file_of_its_own_for_the_owner_only(tmp_path: Path) -> None:
    outbox = tmp_path / "data" / "outbox"
    send(OutboxFolder(outbox), MailKind.SOON, MailKind.MOVED)

    assert sorted(each.name for each in outbox.iterdir()) == [
        "mail-moved@balint.example.org.eml",
        "mail-soon@balint.example.org.eml",
    ]
    assert {oct(each.stat().st_mode & 0o777) for each in outbox.iterdir()} == {"0o600"}
    assert oct(outbox.stat().st_mode & 0o777) == "0o700"


def test_a_file_is_the_message(tmp_path: Path) -> None:
    send(OutboxFolder(tmp_path), MailKind.SOON)
    read = message_from_bytes(
        (tmp_path / "mail-soon@balint.example.org.eml").read_bytes(), policy=policy.default
    )

    assert read["Subject"] == "Soon: Tuesday evening group, session 2, Tuesday 17 March, 15:00 New York"
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]


def test_a_message_sent_again_is_still_one_file(tmp_path: Path) -> None:
    send(OutboxFolder(tmp_path), MailKind.SOON, MailKind.SOON)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_message_names_no_other_folder(tmp_path: Path) -> None:
    climbing = letter(MailKind.SOON, id="../../climbed")
    with OutboxFolder(tmp_path / "outbox").line() as line:
        line.send(message(climbing))
    assert [each.name for each in (tmp_path / "outbox").iterdir()] == [".._.._climbed@balint.example.org.eml"]


def test_a_folder_that_cannot_be_made_is_trouble_that_may_pass(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(NotNow) as caught, OutboxFolder(tmp_path / "file" / "outbox").line():
        pass
    assert caught.value.status == "folder"


def test_nothing_half_written_is_left_behind(tmp_path: Path) -> None:
    outbox = tmp_path / "outbox"
    (outbox / "mail-soon@balint.example.org.eml").mkdir(parents=True)  # where the file should go
    with pytest.raises(NotNow):
        send(OutboxFolder(outbox), MailKind.SOON)
    assert [each.name for each in outbox.iterdir()] == ["mail-soon@balint.example.org.eml"]
