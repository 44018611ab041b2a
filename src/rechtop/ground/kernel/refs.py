"""Point at a record of any room without knowing the room."""

from typing import NamedTuple


class Ref(NamedTuple):
    """Name a record: the kind of thing it is and its number in the database."""

    kind: str
    number: int
