"""Names for people and groups that do not exist, the same ones at every start, unique within a group."""

GIVEN = (
    "Amara", "Tomasz", "Leila", "Henrik", "Mei", "Oluwaseun", "Ines", "Rafael", "Saoirse", "Devan", "Katalin", "Yusuf",
    "Noor", "Anselm", "Priya", "Mateo", "Ruth", "Kwame", "Hanna", "Dilara", "Emil", "Chiara", "Bogdan", "Naomi",
    "Tariq", "Sunniva", "Joaquim", "Farida", "Caleb",
)  # fmt: skip
FAMILY = (
    "Okafor", "Lindqvist", "Haddad", "Szabo", "Moreau", "Tanaka", "Ferreira", "Byrne", "Iyer", "Novak", "Adeyemi",
    "Castillo", "Weiss", "Demir", "Petrov", "Mensah", "Larsen", "Rossi", "Cohen", "Nguyen", "Walsh", "Bianchi",
    "Kovacs", "Rahman", "Jansen", "Silva", "Fischer", "Abebe", "Horvat", "Quinn", "Sato",
)  # fmt: skip
"""29 and 31 have no common factor: counting through both at once meets every pair before it repeats one."""
COORDINATOR = ("Wanda Eriksen", "office@example.org")
DAYS = ("Tuesday", "Wednesday", "Thursday", "Monday", "Friday")
TIMES = ("evening", "morning", "afternoon", "lunchtime")

Person = tuple[str, str]
"""A name and an address."""


def group_name(index: int) -> str:
    """“Tuesday evening group”, and so on; numbered once all twenty are taken."""
    lap, place = divmod(index, len(DAYS) * len(TIMES))
    name = f"{DAYS[place % len(DAYS)]} {TIMES[place // len(DAYS)]} group"
    return name if lap == 0 else f"{name} {lap + 1}"


def leader_names(group: int, count: int) -> list[Person]:
    """Leaders' addresses are unique among all groups."""
    return [_person(group * 7 + index, f"leader{group * count + index + 1}") for index in range(count)]


def registrant_names(group: int, count: int) -> list[Person]:
    """They begin where the group's leaders end, so that nobody in a group has a namesake."""
    return [_person(group * 7 + 2 + index, f"{group + 1}-{index + 1}") for index in range(count)]


def _person(place: int, tag: str) -> Person:
    lap, place = divmod(place, len(GIVEN) * len(FAMILY))
    given, family = GIVEN[place % len(GIVEN)], FAMILY[place % len(FAMILY)]
    name = f"{given} {family}" if lap == 0 else f"{given} {family} {lap + 1}"
    return name, f"{given}.{family}.{tag}@example.org".lower()
