"""Let copies of names lapse."""

from rechtop.work.identities import operations

_TEN_MINUTES = 600

DUTIES = [("lapse-opened-names", _TEN_MINUTES, operations.lapse_due)]
