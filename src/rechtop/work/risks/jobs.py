"""What the register of risks does at set times."""

from rechtop.work.risks import operations

_TEN_MINUTES = 600

DUTIES = [("risk-reviews", _TEN_MINUTES, operations.go_on)]
