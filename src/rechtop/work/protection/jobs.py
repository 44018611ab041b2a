"""Ask reporters about detriment, once it is time."""

from rechtop.work.protection import operations

DUTIES = [("ask-about-detriment", 600, operations.go_on)]
