"""What this site keeps, and being erased by one's own press.

The page says it in plain words first, then shows every table and column, drawn from the database's own definition, so it
cannot drift from what is stored; a kind of mail or a line of the log that it leaves out fails a test.

Looking at the page of erasing explains what goes and what stays; the press erases, once. It asks for nothing but the
link, because that is all the program knows a person by. The answer to the press is the only place where the code of what
stays is shown: nobody is left to look it up for.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, render_template

from balint_live.application.access.links import LinkExpired
from balint_live.application.groups.service import NoSuchGroup
from balint_live.application.identity import OPERATOR
from balint_live.application.mail_queue import MailKind
from balint_live.application.ports import Reminder
from balint_live.domain.errors import DomainError
from balint_live.domain.names import in_blocks
from balint_live.web.shared.access import Action, RateLimit, declares
from balint_live.web.shared.context import day_there
from balint_live.web.shared.forms import lazily as _
from balint_live.web.shared.services import AccessServices, Services

IN_PLAIN_WORDS = (
    _(
        "We keep that you were in a session, from when to when, because it can earn you credit. Nothing "
        "else about a session is kept."
    ),
    _(
        "What is said is never here: there is no field in which anybody could write about a case or a patient."
    ),
    _("Who presented is never written down, not even as a yes or no."),
    _(
        "Your leaders, and the coordinators of your society, see your name, your address and your "
        "attendance. Other members see nothing of you on this site."
    ),
    _(
        "There are no third parties: no analytics, no fonts or scripts from elsewhere, no e-mail service that "
        "counts what you open. The only way out is the button that opens Zoom, when you press it."
    ),
    _(
        "Ninety days after your series everything about you is deleted, unless you earned credit. Then your "
        "name and your attendance are kept as long as the bodies that give the credit ask for, six years "
        "where your society has not set another time between three and ten."
    ),
    _(
        "Your series ends with its last session. Where every session was cancelled, it ends with the last date "
        "that had been booked, and where no date was ever booked, it counts from when your group was made."
    ),
    _(
        "When a coordinator deletes your whole group, everything about everybody in it is erased in that "
        "moment, as if each had asked for it. If you earned credit, a statement of it stays until its date; "
        "one last e-mail tells you."
    ),
    _(
        "Of leaders and coordinators we keep the name and the address they sign in with, until a coordinator "
        "removes them. What they confirmed stays confirmed, and no longer says by whom."
    ),
)
YOUR_WAYS = (
    _(
        "See it: the link in your e-mail, with /record at its end, shows everything stored about you and "
        "gives it to you as a file."
    ),
    _(
        "Delete it: the same page erases you, at once. If you earned credit, the statements of it stay "
        "until their date, and you are told which."
    ),
    _("Leave: the link at the foot of every e-mail takes you out of the group."),
    _(
        "Your calendar: whoever has the address that your calendar asks sees your group's name and dates, and nothing else. "
        "You can withdraw that address on your own page; it ends with your link."
    ),
    _("Ask: the address for questions is on your pages and in your e-mails."),
)
IN_YOUR_BROWSER = (
    _("That it speaks for you: until you sign out, a day at most."),
    _(
        "With leaders, for half a year: that this browser signed them in before, in a form that only this server can "
        "recognise and that names nobody. So strangers who ask for e-mails to a leader's address cannot keep them out."
    ),
    _("How you set your page, such as whether names are hidden: until you sign out."),
)
IN_MEMORY_ONLY = (
    _(
        "Who asked for an e-mail to which address, from which browser and network: for an hour, so that nobody's inbox is "
        "flooded. Only for addresses that are known here."
    ),
    _("Who presents: forgotten at the next call for a case, and at the close."),
    _("Signals between people: gone once they are seen."),
    _("Whose page is connected right now."),
)
ERASED_AT_CLOSE = (
    _("The phase the session is in, and the clock of each phase."),
    _("Changes of time, and who moved last."),
    _("Which commands were given, and by whom."),
)
NEVER_COLLECTED = (
    _("Anything about a case or a patient: there is nowhere to type it."),
    _("Who has presented, in any session or series."),
    _("Sound, pictures, speaking time, camera or microphone state."),
    _("Whether an e-mail was opened or a link was looked at."),
    _("Why somebody was away, their health, or how they felt."),
    _("Which browser or device somebody uses."),
)
LOG_LINES = (
    ("listening", _("the server has started: its port, its mode, and how many connections it can hold")),
    ("stopped", _("the server has stopped")),
    (
        "counts",
        _(
            "how often in the last minute people signed in or joined, and how often a code, a link, a form or somebody "
            "else's page was refused, or too much was asked for: how often, never by whom or from where"
        ),
    ),
    ("purged", _("what was due to be forgotten is gone: of how many groups, and how many people")),
    ("clock_was_set", _("the machine's clock was set while sessions were on: by how many seconds")),
    (
        "asks_capped",
        _("strangers have asked for so many e-mails to one address that no more are sent: of which kind"),
    ),
    (
        "redis",
        _(
            "other server processes are out of reach, or in reach again; whose sessions are on it does not say"
        ),
    ),
    (
        "fault",
        _(
            "something went wrong, or a mail server refused our e-mail: where in the program, and what kind of "
            "fault or which status code, never its words or values"
        ),
    ),
)
"""Every line the program writes, by its name, and what stands in it."""
MAILS: dict[MailKind, tuple[str, str]] = {
    MailKind.INVITATION: (
        _("Invitation"),
        _(
            "your name, the group, all dates, your address to join and your code; the address for your calendar, and "
            "calendar files"
        ),
    ),
    MailKind.LINK_AGAIN: (_("Your link again"), _("the same, when you ask for it")),
    MailKind.DAY_BEFORE: (
        _("A day before"),
        _("the session's date and your address to join; a calendar file"),
    ),
    MailKind.SOON: (
        _("A quarter of an hour before"),
        _("the session's time and your address to join; to leaders half an hour before"),
    ),
    MailKind.RUNNING_NOW: (_("We are running now"), _("the same, when a leader presses it")),
    MailKind.MOVED: (
        _("Another time"),
        _("the session's new and old time and your address to join; a calendar file"),
    ),
    MailKind.CANCELLED: (_("Cancelled"), _("which session, and the next date; a calendar file")),
    MailKind.REMOVED: (_("No longer enrolled"), _("your name and the group; calendar files")),
    MailKind.STATEMENT: (
        _("Attendance confirmed"),
        _("your name, the group, and the address of your own attendance, once the series is over"),
    ),
    MailKind.ERASED: (
        _("Erased"),
        _("that you were erased, and the code of the statement that stays, if one does"),
    ),
    MailKind.SIGN_IN: (
        _("Sign in"),
        _("to leaders: an address and six digits, good for a quarter of an hour"),
    ),
    MailKind.LEADS: (
        _("You lead a group"),
        _(
            "to leaders: their name, the group, all dates and where to sign in; calendar files. "
            "Other dates and reminders are sent to them too, without a personal link"
        ),
    ),
    MailKind.DATES_ADDED: (_("New dates"), _("to leaders: the group’s dates; calendar files")),
    MailKind.ROLL_OPEN: (
        _("Attendance to confirm"),
        _("to leaders: the session's date and the address of its roll, and no name of a participant"),
    ),
}
"""By kind, in the order in which one meets them: what it is called, and what stands in it."""


def privacy_pages(ledger: Callable[[], list[dict[str, Any]]], reminder: Reminder) -> Blueprint:
    """What this site keeps. `ledger` lists every table with its columns."""
    pages = Blueprint("privacy", __name__)

    @pages.get("/privacy")
    @declares(Action.PUBLIC, RateLimit.PAGES)
    def show() -> str:
        return render_template(
            "pages/privacy/privacy.html",
            in_plain_words=IN_PLAIN_WORDS,
            your_ways=YOUR_WAYS,
            in_your_browser=IN_YOUR_BROWSER,
            in_memory_only=IN_MEMORY_ONLY,
            erased_at_close=ERASED_AT_CLOSE,
            never_collected=NEVER_COLLECTED,
            log_lines=LOG_LINES,
            ledger=ledger(),
            mails=MAILS.values(),
            reminders=[reminder],
        )

    return pages


def erase_pages(services: Services, access_services: AccessServices) -> Blueprint:
    """The page that explains erasing, and its press."""
    pages = Blueprint("erase", __name__)

    @pages.get("/join/<token>/erase")
    @declares(Action.PERSONAL_LINK, RateLimit.PAGES)
    def look(token: str) -> str:
        claim = services.links.read_claim(token, services.clock.now())
        with _still_there():
            ahead = access_services.erasures.prospect(OPERATOR, claim.group_id, claim.who.id)
        until, group = ahead.stays_until, ahead.group
        stays_until = "" if until is None else day_there(until, group.timezone)
        return render_template("pages/privacy/erase.html", group=group, stays_until=stays_until)

    @pages.post("/join/<token>/erase")
    @declares(Action.PERSONAL_LINK, RateLimit.PRESSES)
    def press(token: str) -> str:
        claim = services.links.read_claim(token, services.clock.now())
        with _still_there():
            erased = access_services.erasures.erase(OPERATOR, claim.group_id, claim.who.id)
        access_services.sign_out(claim.who, services.clock.now())
        stays, group, words = erased.stays, erased.group, {}
        if stays is not None:
            words = {"code": in_blocks(stays.code), "until": day_there(stays.kept_until, group.timezone)}
        return render_template("pages/privacy/erase_done.html", name=erased.name, group=group, **words)

    return pages


@contextmanager
def _still_there() -> Iterator[None]:
    """Raises LinkExpired for the second of two presses at once: the link is over by then."""
    try:
        yield
    except (DomainError, NoSuchGroup) as gone:
        raise LinkExpired from gone
