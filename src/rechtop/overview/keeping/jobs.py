"""Carry out what two people agreed to destroy."""

from rechtop.overview.keeping import operations

DUTIES = [("destroy-agreed", 10, operations.go_on)]
