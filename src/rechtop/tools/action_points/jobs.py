"""What the action points do at set times."""

from rechtop.tools.action_points import operations

_HOUR = 3600

DUTIES = [("action-point-reminders", _HOUR, operations.remind_owners)]
