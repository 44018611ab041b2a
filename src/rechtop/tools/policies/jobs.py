"""What the policies do at set times."""

from rechtop.tools.policies import operations

_TEN_MINUTES = 600

DUTIES = [("policy-reminders", _TEN_MINUTES, operations.go_on)]
