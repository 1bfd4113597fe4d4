"""Whose a mail server's "no" is: the recipient's for good, ours, or nobody's and only for now.

A server says "no" with the same figures to a sender it will not have, to a message it takes for spam, and to an address
it does not know. Only what is said about the recipient's own mailbox is held against them, for a page tells leaders to
ask them for another address. Everything else is tried again: at worst a mail comes late, where it would have been lost.

Codes are a reply's three digits (RFC 5321, 4.2.3) and, where a server has one, the enhanced code (RFC 3463): a class, a
subject and a detail. The class is left out here, since the reply says the same; "1.1" is the detail 1 of subject 1.
"""

from enum import StrEnum


class Command(StrEnum):
    """What the server answered to. The conversation's opening is always ours."""

    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"


class Whose(StrEnum):
    RECIPIENT = "recipient"
    OURS = "ours"
    NOBODY = "nobody"


WANTS_A_SIGN_IN = frozenset({530, 534, 535, 538})
"""RFC 4954, 6."""
NO_SUCH_MAILBOX = frozenset({550, 551, 553, 556})
"""Replies that are about the mailbox where they answer RCPT and say nothing more; 552 and 554 are about the message."""
ABOUT_THE_MAILBOX = frozenset({"1", "2"})
"""Subjects: the address, and the mailbox behind it."""
EXCEPT = frozenset({"1.7", "1.8", "2.3"})
"""Of these: the sender's address, twice, and a message that is too long."""
ABOUT_IT_AS_WELL = frozenset({"4.1", "4.4", "4.310", "6.7"})
"""Large providers' "access denied" for a mailbox they do not have, a domain that nobody answers for, and an address whose
letters the server does not take (RFC 6531)."""
SAYS_NOTHING = frozenset({"", "0"})
"""No subject, or "other"."""
OURS_FOR_NOW = frozenset({"5", "7"})
"""Subjects of a passing "no" that somebody should look at: what we said, and whether we may (rate, reputation)."""


def whose(command: Command, reply: int, enhanced: str = "") -> Whose:
    """`enhanced` as the server wrote it, such as "5.1.1"; empty where it gave none."""
    about = enhanced.partition(".")[2]
    subject = about.partition(".")[0]
    if reply in WANTS_A_SIGN_IN:
        return Whose.OURS
    if not 500 <= reply < 600:
        return Whose.OURS if 400 <= reply < 500 and subject in OURS_FOR_NOW else Whose.NOBODY
    if command is Command.MAIL:
        return Whose.OURS
    if subject in SAYS_NOTHING:
        about_them = command is Command.RCPT and reply in NO_SUCH_MAILBOX
    else:
        about_them = about in ABOUT_IT_AS_WELL or (subject in ABOUT_THE_MAILBOX and about not in EXCEPT)
    return Whose.RECIPIENT if about_them else Whose.OURS


def is_ours(problem: str) -> bool:
    """Of a mail that was put off or given up: whether what is noted of it is for whoever runs the site to mend.

    A 5 would be a refusal if it were the recipient's; a word is one of ours, for a server that cannot be talked to.
    """
    return not problem.startswith("4") or problem.startswith(tuple(f"4.{one}." for one in OURS_FOR_NOW))
