"""Letters put into words: each kind is one template, and is read three times.

Every sentence stands in the templates once. A kind's template fills the blocks of a frame with parts (a heading, a
paragraph, the address to press); the frame and the parts come as plain text or as HTML, so the two can differ in looks and
in nothing else. The third frame is the subject line. Rejected: a text and an HTML template for each kind, which drift
apart with the first correction. Styles are put on the elements, because mail programs drop the sheet; what cannot be put
there, the colours of the dark, stays behind for those that keep it.
"""

import re
import textwrap
from pathlib import Path
from typing import Any

from css_inline import CSSInliner
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from balint_live.adapters.mail.calendar_file import EventWords
from balint_live.adapters.mail.facts import Facts
from balint_live.application.post.mail import MailKind
from balint_live.domain import names

TEMPLATES = Path(__file__).parents[3] / "templates" / "mail"
WIDTH = 72


class Words:
    """The templates, read once; `folder` is where they lie."""

    def __init__(self, folder: Path = TEMPLATES) -> None:
        self._plain = _environment(folder, autoescape=False)
        self._html = _environment(folder, autoescape=True)
        self._plain.filters["wrapped"] = _wrapped
        self._inliner = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)

    def subject(self, kind: MailKind, facts: Facts) -> str:
        """One line."""
        return names.clean(self._rendered(self._plain, kind, "plain/subject.txt", "plain/parts.txt", facts))

    def plain(self, kind: MailKind, facts: Facts) -> str:
        """Paragraphs of at most 72 columns; an address stands whole on a line of its own."""
        text = self._rendered(self._plain, kind, "plain/frame.txt", "plain/parts.txt", facts)
        return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"

    def html(self, kind: MailKind, facts: Facts) -> str:
        """A whole document that asks nothing of anybody's server."""
        return self._inliner.inline(
            self._rendered(self._html, kind, "html/frame.html", "html/parts.html", facts)
        )

    def event(self, facts: Facts, number: int) -> EventWords:
        """What a calendar shows: the group's name unless that is to be neutral, and never a personal address."""
        texts = {**facts, "number": number}
        return EventWords(
            title=names.clean(self._plain.get_template("plain/event_title.txt").render(texts)),
            description=self._plain.get_template("plain/event_description.txt").render(texts).strip(),
        )

    def _rendered(
        self, environment: Environment, kind: MailKind, frame: str, parts: str, facts: Facts
    ) -> str:
        template = environment.get_template(f"{kind.value}.jinja")
        return template.render({**facts, "frame": frame, "parts": parts})


def _environment(folder: Path, autoescape: bool) -> Environment:
    environment: Any = Environment(
        loader=FileSystemLoader(folder),
        autoescape=autoescape,  # noqa: S701 - text is not HTML
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_null_translations(newstyle=True)
    made: Environment = environment
    return made


def _wrapped(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), WIDTH, break_long_words=False, break_on_hyphens=False)
