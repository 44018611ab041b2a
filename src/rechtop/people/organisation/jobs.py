"""What the organisation does at set times."""

from rechtop.people.organisation import operations

_TEN_MINUTES = 600

DUTIES = [("withdraw-lapsed-keys", _TEN_MINUTES, operations.withdraw_lapsed)]
