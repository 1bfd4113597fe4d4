"""The queue of mails: two workers never hold the same one, and a claim that ran out is anybody's again."""

from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest

from balint_live.adapters.database.engine import Database
from balint_live.adapters.database.mail_queue import SqlMailResults, SqlMails, queue, queue_due, queue_new
from balint_live.application.mail_queue import MailKind, MailState, NewMail, Progress
from tests.integration.database.cast import START, Site

NOW = START
LEASE = timedelta(minutes=10)


def mail(number: int, person: str = "carla", batch: str = "b1", now: datetime = NOW) -> NewMail:
    return NewMail(
        id=f"m{number}",
        key=f"invitation:{number}",
        kind=MailKind.INVITATION,
        created_at=now,
        expires_at=now + timedelta(days=3),
        group_id="tuesday",
        registrant_id=person,
        batch=batch,
    )


@pytest.fixture
def mails(enrolled: Site) -> SqlMails:
    return SqlMails(enrolled.database)


def queued(mails: SqlMails, *new: NewMail) -> int:
    database: Database = mails._database
    return database.write(lambda session: queue(session, new))


def claimed(mails: SqlMails, claim: str, now: datetime = NOW, most: int = 10) -> list[str]:
    return [due.mail.id for due in mails.claim(claim, now, LEASE, most)]


def test_what_one_has_claimed_nobody_else_gets_until_the_claim_runs_out(mails: SqlMails) -> None:
    queued(mails, mail(1), mail(2))

    assert claimed(mails, "first", most=1) == ["m1"]
    assert claimed(mails, "second") == ["m2"]
    assert claimed(mails, "third") == []
    assert claimed(mails, "third", NOW + LEASE) == ["m1", "m2"]


def test_a_claim_that_ran_out_settles_nothing(mails: SqlMails) -> None:
    queued(mails, mail(1))
    claimed(mails, "slow")
    claimed(mails, "quick", NOW + LEASE)

    assert mails.settle("m1", "slow", MailState.REFUSED, NOW + LEASE, "5.1.1") is False
    assert mails.settle("m1", "quick", MailState.DELIVERED, NOW + LEASE) is True
    assert SqlMailResults(mails._database).progress("b1") == Progress(
        total=1, waiting=0, delivered=1, refused=0
    )


def test_what_was_put_off_comes_back_in_its_time(mails: SqlMails) -> None:
    queued(mails, mail(1))
    claimed(mails, "first")

    assert mails.put_off("m1", "first", NOW + timedelta(minutes=2), NOW, "4.2.1") is True

    assert claimed(mails, "second", NOW + timedelta(minutes=1)) == []
    (again,) = mails.claim("second", NOW + timedelta(minutes=2), LEASE, 10)
    assert (again.mail, again.attempts) == (mail(1), 1)


def test_delivered_is_not_sent_again_and_refused_is_when_asked_for(mails: SqlMails) -> None:
    queued(mails, mail(1), mail(2))
    claimed(mails, "first")
    mails.settle("m1", "first", MailState.DELIVERED, NOW)
    mails.settle("m2", "first", MailState.REFUSED, NOW, "5.1.1")

    assert queued(mails, mail(1, batch="b2"), mail(2, batch="b2")) == 1

    assert claimed(mails, "second") == ["m2"]
    attendance = SqlMailResults(mails._database)
    assert (attendance.progress("b1"), attendance.progress("b2")) == (
        Progress(1, 0, 1, 0),
        Progress(1, 1, 0, 0),
    )


def test_workers_that_reach_at_once_share_the_mails_between_them(mails: SqlMails) -> None:
    queued(mails, *(mail(number) for number in range(60)))
    got: dict[str, list[str]] = {f"w{number}": [] for number in range(4)}
    together = Barrier(len(got))

    def work(name: str) -> None:
        together.wait()
        while some := claimed(mails, name, most=5):
            got[name] += some

    workers = [Thread(target=work, args=(name,)) for name in got]
    for each in workers:
        each.start()
    for each in workers:
        each.join()

    assert sorted(id for ids in got.values() for id in ids) == sorted(f"m{number}" for number in range(60))


def test_a_mail_that_another_worker_has_just_queued_is_no_fault(mails: SqlMails) -> None:
    """As when both have looked before either writes."""
    database: Database = mails._database

    assert database.write(lambda session: queue_new(session, [mail(1), mail(2)])) == 2
    assert database.write(lambda session: queue_new(session, [mail(2), mail(3)])) == 1
    assert claimed(mails, "worker") == ["m1", "m2", "m3"]


def test_workers_that_find_the_same_mails_due_at_once_queue_each_of_them_once(
    enrolled: Site, url: str
) -> None:
    """Each mail is one row, whoever came first; the other finds it done."""
    rounds, count = 20, 10
    workers = [Database(url), Database(url)]
    queued: list[list[int]] = [[], []]
    faults: list[Exception] = []
    together = Barrier(len(workers))

    def work(which: int) -> None:
        for each in range(rounds):
            found = [
                replace(
                    mail(number), id=f"m{number} of {which}"
                )  # two lookers give one mail two ids, and one key
                for number in range(each * count, (each + 1) * count)
            ]
            together.wait()
            try:
                queued[which].append(queue_due(workers[which], found if which else found[::-1]))
            except Exception as fault:  # noqa: BLE001 - the test's to see, and not only its thread's
                faults.append(fault)

    threads = [Thread(target=work, args=(which,)) for which in range(len(workers))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    for one in workers:
        one.dispose()

    assert faults == []
    assert [sum(both) for both in zip(*queued, strict=True)] == [count] * rounds
    assert len(claimed(SqlMails(enrolled.database), "worker", most=1000)) == rounds * count


def test_the_longest_wait_is_told_by_what_still_waits(mails: SqlMails) -> None:
    assert mails.waiting_since() is None
    queued(mails, mail(1), mail(2, now=NOW + timedelta(minutes=5)))
    claimed(mails, "ours")
    assert mails.waiting_since() == NOW

    mails.settle("m1", "ours", MailState.DELIVERED, NOW)
    mails.put_off("m2", "ours", NOW + timedelta(hours=2), NOW, "4.7.1")
    assert mails.waiting_since() == NOW + timedelta(minutes=5)
