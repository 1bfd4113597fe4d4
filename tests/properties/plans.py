"""Session plans to draw from, in words: the nine that come with the project, and groups' own."""

from hypothesis import strategies as st

from balint_live.domain.protocol import PresenterState, Protocol
from tests.unit.domain.shipped import SHIPPED

Words = list[str]

_ON_THE_CLOCK = [phase.id for phase in SHIPPED.phases.values() if phase.clock]
_SITTING_BACK = [id for id in _ON_THE_CLOCK if SHIPPED.phases[id].presenter_state is PresenterState.BACK]


def _words(protocol: Protocol) -> Words:
    return [f"{step.phase.id} {step.planned.seconds // 60}" for step in protocol.steps]


def _brought_back(words: Words) -> Words:
    """The same plan, in which nobody who sits back is left there."""
    sits_back = any(step.startswith(tuple(_SITTING_BACK)) for step in words)
    return [*words, "return 5"] if sits_back else words


def plans() -> st.SearchStrategy[Words]:
    """Steps as `plan(*words)` reads them."""
    step = st.builds("{} {}".format, st.sampled_from(_ON_THE_CLOCK), st.integers(1, 40))
    own = st.lists(step, min_size=1, max_size=12).map(_brought_back)
    return st.sampled_from([_words(protocol) for protocol in SHIPPED.protocols.values()]) | own
