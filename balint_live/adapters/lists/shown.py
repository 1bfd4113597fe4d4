"""A cell's value as the text a person sees: 3 and not 3.0, a date as a date.

How a figure was formatted is not known here; fifteen digits are what spreadsheets keep of one.
"""

from datetime import date, datetime, time, timedelta

Value = int | float | str | bool | time | date | datetime | timedelta


def shown(value: Value) -> str:
    """Dates and times in ISO 8601."""
    match value:
        case bool():
            return str(value).upper()
        case float():
            return _figure(value)
        case datetime():
            return _moment(value)
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _figure(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"


def _moment(value: datetime) -> str:
    midnight = value.time() == time()
    return value.date().isoformat() if midnight else value.isoformat(sep=" ", timespec="minutes")
