"""Wipe what a reporter left behind."""

from rechtop.work.intake import operations

DUTIES = [("forget-old-drafts", 600, operations.forget_old)]
