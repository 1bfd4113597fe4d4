"""How long a plan has become, beside how long this group's sessions usually are."""

from collections import Counter

from flask_babel import gettext, ngettext

from balint_live.application.groups.group import Desk
from balint_live.web.pages.groups.words import minutes


def usual_minutes(desk: Desk) -> int | None:
    """The length most sessions of the group are booked for, the latest among equals; None before the first is."""
    standing = [one for one in reversed(desk.meetings) if not one.cancelled]
    lengths = Counter(minutes(one.end - one.start) for one in standing)
    return lengths.most_common(1)[0][0] if lengths else None


def total_words(total: int, usual: int | None) -> str:
    """ "Total: 63 minutes, 3 more than usual." The script on the page says the same: static/js/core/plan_total.js."""
    said = ngettext("Total: %(num)s minute", "Total: %(num)s minutes", total)
    if usual is None:
        return gettext("%(total)s.", total=said)
    if total == usual:
        return gettext("%(total)s, as long as usual.", total=said)
    if total > usual:
        return gettext("%(total)s, %(more)s more than usual.", total=said, more=total - usual)
    return gettext("%(total)s, %(fewer)s fewer than usual.", total=said, fewer=usual - total)
