"""Invite newcomers where that is arranged, and forget invitations of who left."""

from rechtop.people.invitations import operations

_AN_HOUR = 3600
_A_DAY = 86_400

DUTIES = [
    ("invite-newcomers", _AN_HOUR, operations.invite_newcomers),
    ("forget-invitations", _A_DAY, operations.forget_ended),
]
