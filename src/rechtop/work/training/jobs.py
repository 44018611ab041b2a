"""What is done about required activities at set times."""

from rechtop.work.training import operations

_TEN_MINUTES = 600
_A_DAY = 86_400

DUTIES = [
    ("training-reminders", _TEN_MINUTES, operations.go_on),
    ("forget-who-was-reminded", _A_DAY, operations.forget_gone),
]
