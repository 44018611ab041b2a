"""Let people go on their day, and forget what need not be kept."""

from rechtop.people.personnel import operations

_TEN_MINUTES = 600
_A_DAY = 86_400

DUTIES = [
    ("let-people-leave", _TEN_MINUTES, operations.let_leave_today),
    ("forget-old-files-of-people", 3600, operations.forget_old),
    ("forget-answered-corrections", _A_DAY, operations.forget_answered),
]
