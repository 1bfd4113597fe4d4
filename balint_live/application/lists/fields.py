"""What can be taken from a list, and how much of it fits. Everything else in a file stays in the file."""

from enum import StrEnum

from balint_live.domain import names


class Field(StrEnum):
    """`STATUS` is read for cancelled orders and never stored; the others make a registrant's details."""

    NAME = "name"
    GIVEN = "given"
    FAMILY = "family"
    EMAIL = "email"
    ROLE = "role"
    TIMEZONE = "timezone"
    PROFESSION = "profession"
    LICENCE_NO = "licence_no"
    LICENCE_REGION = "licence_region"
    STATUS = "status"


MOST_CHARACTERS = {
    Field.NAME: names.MOST_CHARACTERS,
    Field.PROFESSION: 100,
    Field.LICENCE_NO: 64,
    Field.LICENCE_REGION: 64,
}
