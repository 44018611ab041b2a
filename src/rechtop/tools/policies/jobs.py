"""What the policies do at set times."""

from rechtop.tools.policies import operations

_TEN_MINUTES = 600

_AN_HOUR = 3600

_A_DAY = 86_400

DUTIES = [
    ("policy-reminders", _TEN_MINUTES, operations.go_on),
    ("policy-revision-reminders", _AN_HOUR, operations.remind_revisers),
    ("forget-who-read", _A_DAY, operations.forget_gone),
]
