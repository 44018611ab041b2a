"""What the activities do at set times."""

from rechtop.work.activities import operations

_AN_HOUR = 3600

_A_DAY = 86_400

DUTIES = [
    ("places-of-who-left", _AN_HOUR, operations.give_places_free),
    ("forget-who-came", _A_DAY, operations.forget_gone),
]
