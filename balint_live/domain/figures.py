"""Figures as English sentences need them: minutes rounded down, or told to the second where rounding would mislead."""

from decimal import Decimal


def in_credits(quarters: int) -> Decimal:
    """Quarters as people read them: exact, with two decimals."""
    return Decimal(quarters * 25).scaleb(-2)


def in_minutes(seconds: int, to_the_second: bool = False) -> str:
    """ "52", or "52:30"."""
    return f"{seconds // 60}:{seconds % 60:02}" if to_the_second else str(seconds // 60)


def minutes(seconds: int, to_the_second: bool = False) -> str:
    """ "52 minutes", "1 minute", or "1:30 minutes"."""
    if to_the_second:
        return f"{in_minutes(seconds, True)} minutes"
    return counted(seconds // 60, "minute")


def counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def are(number: str) -> str:
    return "is" if number == "1" else "are"
