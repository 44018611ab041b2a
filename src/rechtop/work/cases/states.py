"""The states of a case and of a row for publication."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.states import Transitions


class State(models.TextChoices):
    """Where a case stands."""

    RECEIVED = "received", _("Ontvangen")
    ACKNOWLEDGED = "acknowledged", _("In behandeling")
    CLOSED = "closed", _("Afgesloten")


CASE = Transitions(
    {
        State.RECEIVED: {"acknowledge": State.ACKNOWLEDGED, "close": State.CLOSED},
        State.ACKNOWLEDGED: {"close": State.CLOSED},
        State.CLOSED: {
            "reopen": State.ACKNOWLEDGED,
            "reopen_unacknowledged": State.RECEIVED,
        },
    }
)


class RowState(models.TextChoices):
    """Where a row for publication stands."""

    PROPOSED = "proposed", _("Wacht op tweede lezer")
    SENT_BACK = "sent_back", _("Terug naar de schrijver")
    APPROVED = "approved", _("Goedgekeurd")


ROW = Transitions(
    {
        RowState.PROPOSED: {
            "approve": RowState.APPROVED,
            "send_back": RowState.SENT_BACK,
            "propose": RowState.PROPOSED,
        },
        RowState.SENT_BACK: {"propose": RowState.PROPOSED},
        RowState.APPROVED: {"propose": RowState.PROPOSED},
    }
)
