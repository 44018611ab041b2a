"""Who invites people, and how guessing at links is slowed down."""

from __future__ import annotations

import datetime

from rechtop.ground.vault.rules import is_at_server
from rechtop.people.identity.rules import Brake, is_oneself
from rechtop.people.organisation.rules import is_administrator, is_job

_QUARTER = datetime.timedelta(minutes=15)

IN_ONE_PLACE = Brake("invitation in one place", free=5, longest=_QUARTER)
"""By whose link it says to be, and address."""

FROM_ANYWHERE = Brake("invitation", free=20, longest=datetime.timedelta(seconds=30))
"""By whose link it says to be: modest, so that it shuts nobody out."""

may_invite = (is_administrator | is_job).named("may_invite_people")
may_arrange = is_administrator.named("may_arrange_invitations")
may_come_in = is_oneself.named("may_take_up_invitation")
may_end_all = is_at_server.named("may_end_invitations")
