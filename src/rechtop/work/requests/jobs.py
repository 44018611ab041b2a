"""What request rounds do at set times."""

from rechtop.work.requests import operations

_TEN_MINUTES = 600

DUTIES = [("request-rounds", _TEN_MINUTES, operations.go_on)]
