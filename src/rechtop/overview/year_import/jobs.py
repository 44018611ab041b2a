"""Throw away deliveries nobody said yes to."""

from rechtop.overview.year_import import operations

DUTIES = [("forget-old-deliveries", 3600, operations.forget_old)]
