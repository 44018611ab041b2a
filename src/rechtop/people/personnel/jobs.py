"""Let people go on their day."""

from rechtop.people.personnel import operations

_TEN_MINUTES = 600

DUTIES = [("let-people-leave", _TEN_MINUTES, operations.let_leave_today)]
