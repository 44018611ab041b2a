"""When the reporting point is open, and how long things stay."""

import datetime

from rechtop.ground.vault import queries as vault

DRAFTS_STAY = datetime.timedelta(hours=24)


def is_open() -> bool:
    """Say whether reports can be received: two certified holders and a recovery key exist."""
    return vault.receivers().is_ready()
