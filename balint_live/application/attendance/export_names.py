"""A name in two columns, for those who ask for two.

We keep one name, as it is wanted on the certificate, because names do not come apart by rule. Where a form needs two parts
the last word is the family's: right for most, wrong for some ("García Márquez"), and nothing is ever lost, since the two
parts in their order are always the whole name again.
"""


def given_and_family(name: str) -> tuple[str, str]:
    """Parted at the last space; a single word is the family's. A degree behind a comma stays with what is before it."""
    before, comma, degrees = name.partition(",")
    given, _, family = before.rpartition(" ")
    return given, family + comma + degrees
