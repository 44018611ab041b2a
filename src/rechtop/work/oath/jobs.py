"""Remind who is near the last day or past it, and who arranges it."""

from rechtop.work.oath import holding

_AN_HOUR = 3600

_A_DAY = 86_400

DUTIES = [
    ("oath-reminders", _AN_HOUR, holding.go_on),
    ("forget-oaths", _A_DAY, holding.forget_gone),
]
