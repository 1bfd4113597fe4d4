"""Whose a mail server's answer is, over a table of answers as servers give them."""

import pytest

from balint_live.application.mail_queue import Command, Whose, is_ours, whose

MAIL, RCPT, DATA = Command
THEIRS, OURS, NOBODY = Whose

ANSWERS = [
    # The recipient's mailbox: there is none, or it takes no mail.
    (RCPT, 550, "5.1.1", THEIRS),  # nobody of that name
    (RCPT, 550, "5.1.0", THEIRS),  # address rejected
    (RCPT, 550, "5.1.2", THEIRS),  # no such domain
    (RCPT, 501, "5.1.3", THEIRS),  # not an address
    (RCPT, 553, "5.1.3", THEIRS),
    (RCPT, 550, "5.1.4", THEIRS),  # ambiguous
    (RCPT, 551, "5.1.6", THEIRS),  # has moved
    (RCPT, 550, "5.1.10", THEIRS),  # a domain that takes no mail
    (RCPT, 556, "5.1.10", THEIRS),
    (RCPT, 550, "5.2.0", THEIRS),
    (RCPT, 550, "5.2.1", THEIRS),  # disabled
    (RCPT, 552, "5.2.2", THEIRS),  # full
    (RCPT, 550, "5.2.4", THEIRS),
    (RCPT, 550, "5.4.1", THEIRS),  # a large provider's word for no such mailbox
    (RCPT, 550, "5.4.4", THEIRS),  # nobody answers for the domain
    (RCPT, 550, "5.4.310", THEIRS),
    (RCPT, 553, "5.6.7", THEIRS),  # letters the server does not take
    (RCPT, 550, "5.0.0", THEIRS),  # "other": the reply counts
    (RCPT, 550, "", THEIRS),
    (RCPT, 551, "", THEIRS),
    (RCPT, 553, "", THEIRS),
    (RCPT, 556, "", THEIRS),
    (DATA, 550, "5.1.1", THEIRS),
    (DATA, 550, "5.2.1", THEIRS),
    (DATA, 552, "5.2.2", THEIRS),
    # Our sender.
    (MAIL, 550, "", OURS),
    (MAIL, 553, "", OURS),
    (MAIL, 553, "5.1.8", OURS),
    (MAIL, 550, "5.1.1", OURS),
    (MAIL, 501, "5.1.7", OURS),
    (MAIL, 550, "5.2.1", OURS),
    (MAIL, 552, "5.2.2", OURS),  # our own account is over its quota
    (MAIL, 550, "5.7.1", OURS),
    (MAIL, 554, "", OURS),
    (RCPT, 553, "5.1.8", OURS),
    (RCPT, 550, "5.1.7", OURS),
    (DATA, 550, "5.1.8", OURS),
    # Our sign-in.
    (MAIL, 530, "5.7.0", OURS),
    (MAIL, 530, "", OURS),
    (RCPT, 530, "5.1.1", OURS),
    (RCPT, 535, "5.7.8", OURS),
    (MAIL, 534, "5.7.9", OURS),
    (MAIL, 538, "5.7.11", OURS),
    (DATA, 530, "5.7.0", OURS),
    # The message, its size among it.
    (MAIL, 552, "5.3.4", OURS),
    (RCPT, 552, "", OURS),
    (RCPT, 552, "5.2.3", OURS),
    (DATA, 552, "5.3.4", OURS),
    (DATA, 552, "5.2.3", OURS),
    (DATA, 552, "", OURS),
    (DATA, 554, "5.6.0", OURS),
    (DATA, 550, "5.6.7", THEIRS),
    # Policy, reputation, SPF, DKIM and DMARC.
    (RCPT, 550, "5.7.1", OURS),
    (RCPT, 554, "5.7.1", OURS),
    (RCPT, 550, "5.7.23", OURS),
    (RCPT, 550, "5.7.606", OURS),
    (DATA, 550, "5.7.1", OURS),
    (DATA, 554, "5.7.1", OURS),
    (DATA, 550, "5.7.20", OURS),
    (DATA, 550, "5.7.26", OURS),
    (DATA, 550, "5.7.27", OURS),
    (DATA, 550, "5.7.509", OURS),
    (RCPT, 554, "", OURS),  # relay access denied
    (DATA, 550, "", OURS),  # says nothing about anybody
    (DATA, 554, "", OURS),
    (DATA, 550, "5.0.0", OURS),
    # What we said, and the mail system itself.
    (RCPT, 500, "", OURS),
    (RCPT, 501, "", OURS),
    (RCPT, 503, "5.5.1", OURS),
    (RCPT, 550, "5.5.0", OURS),
    (DATA, 503, "5.5.1", OURS),
    (RCPT, 521, "", OURS),
    (RCPT, 554, "5.3.2", OURS),
    (RCPT, 550, "5.3.5", OURS),
    (RCPT, 554, "5.4.6", OURS),
    # Only for now; and of these, what somebody should look at.
    (MAIL, 421, "", NOBODY),
    (MAIL, 451, "4.3.0", NOBODY),
    (RCPT, 450, "", NOBODY),
    (RCPT, 450, "4.2.0", NOBODY),
    (RCPT, 450, "4.2.1", NOBODY),
    (RCPT, 452, "4.2.2", NOBODY),
    (RCPT, 451, "4.1.8", NOBODY),
    (RCPT, 452, "4.3.1", NOBODY),
    (DATA, 451, "4.3.0", NOBODY),
    (DATA, 451, "4.4.2", NOBODY),
    (MAIL, 421, "4.7.0", OURS),
    (MAIL, 454, "4.7.0", OURS),
    (RCPT, 450, "4.7.1", OURS),
    (RCPT, 421, "4.7.28", OURS),
    (DATA, 421, "4.7.26", OURS),
    (RCPT, 452, "4.5.3", OURS),
    # What is no "no" at all.
    (MAIL, -1, "", NOBODY),
    (DATA, 250, "2.0.0", NOBODY),
    (DATA, 354, "", NOBODY),
]


@pytest.mark.parametrize(("command", "reply", "enhanced", "expected"), ANSWERS)
def test_whose_an_answer_is(command: Command, reply: int, enhanced: str, expected: Whose) -> None:
    assert whose(command, reply, enhanced) is expected


@pytest.mark.parametrize(
    ("problem", "ours"),
    [
        ("5.7.1", True),
        ("5.1.8", True),
        ("553", True),
        ("4.7.1", True),
        ("4.5.3", True),
        ("no_answer", True),
        ("auth", True),
        ("too_late", True),
        ("4.2.2", False),
        ("4.3.0", False),
        ("421", False),
        ("451", False),
        ("457", False),
    ],
)
def test_what_is_noted_of_a_mail_that_waits(problem: str, ours: bool) -> None:
    assert is_ours(problem) is ours
