"""What the organisation does at set times."""

from rechtop.people.organisation import operations

_TEN_MINUTES = 600

_A_DAY = 86_400

DUTIES = [
    ("withdraw-lapsed-keys", _TEN_MINUTES, operations.withdraw_lapsed),
    ("forget-cut-short", _A_DAY, operations.forget_cut_short),
]
