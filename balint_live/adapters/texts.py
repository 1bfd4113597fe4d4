"""The field's own texts, read from the project's own JSON."""

import json
from importlib.resources import files

from balint_live.application.texts import Reminder, Texts
from balint_live.domain.protocol import Catalogue

_SHIPPED = files("balint_live") / "catalogue" / "texts.json"


def load_texts(catalogue: Catalogue) -> Texts:
    facts = json.loads(_SHIPPED.read_text(encoding="utf-8"))
    reminder = facts["reminder"]
    return Texts(
        catalogue,
        Reminder(reminder["version"], reminder["title"], tuple(reminder["paragraphs"])),
        dict(facts["cards"]),
    )
