"""What the Goede Gesprek does at set times."""

from rechtop.work.good_conversations import operations

_TEN_MINUTES = 600
_A_DAY = 86_400

DUTIES = [
    ("remind-of-good-conversations", _TEN_MINUTES, operations.remind_when_due),
    ("forget-good-conversations", _A_DAY, operations.forget_old),
]
