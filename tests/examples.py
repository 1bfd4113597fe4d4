"""How many examples a property test is given that takes its time over each."""

from hypothesis import settings


def examples(percent: int) -> settings:
    """So many where others have 100, which is what the gate gives; `make fuzz` gives all of them more."""
    return settings(max_examples=settings().max_examples * percent // 100)
