"""Forget what was kept for a while: tries, used codes, ended sessions, what was typed."""

from rechtop.people.identity import operations

DUTIES = [
    ("forget-remembered", 600, operations.forget_expired),
    ("forget-sessions", 600, operations.forget_sessions),
    ("forget-typed", 3600, operations.forget_typed),
]
