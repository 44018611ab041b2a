"""Forget invitations of who left."""

from rechtop.people.invitations import operations

_A_DAY = 86_400

DUTIES = [("forget-invitations", _A_DAY, operations.forget_ended)]
