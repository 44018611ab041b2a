"""What the activities do at set times."""

from rechtop.work.activities import operations

_A_DAY = 86_400

DUTIES = [("forget-who-came", _A_DAY, operations.forget_gone)]
