"""What the toolbox does at set times."""

from rechtop.tools.toolbox import operations

_HOUR = 3_600

DUTIES = [("forget-old-toolbox-files", _HOUR, operations.forget_old)]
