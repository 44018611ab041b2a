"""The states of a question for a name, and of a name that is demanded from outside."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.states import Transitions


class OpeningState(models.TextChoices):
    """Where a question for a name stands."""

    ASKED = "asked", _("Ligt bij de bewaarder")
    APPROVED = "approved", _("Mag open")
    REFUSED = "refused", _("Geweigerd")
    USED = "used", _("Geopend")
    LAPSED = "lapsed", _("Verlopen")


OPENING = Transitions(
    {
        OpeningState.ASKED: {
            "approve": OpeningState.APPROVED,
            "refuse": OpeningState.REFUSED,
            "lapse": OpeningState.LAPSED,
        },
        OpeningState.APPROVED: {"open": OpeningState.USED, "lapse": OpeningState.LAPSED},
        OpeningState.REFUSED: {},
        OpeningState.USED: {"open": OpeningState.USED},
        OpeningState.LAPSED: {},
    }
)


class DisclosureState(models.TextChoices):
    """Where a demand from outside for a name stands."""

    ANNOUNCED = "announced", _("Wacht op de bewaarder")
    DISCLOSED = "disclosed", _("Afgegeven")
    DECLINED = "declined", _("Niet afgegeven")


DISCLOSURE = Transitions(
    {
        DisclosureState.ANNOUNCED: {
            "disclose": DisclosureState.DISCLOSED,
            "decline": DisclosureState.DECLINED,
        },
        DisclosureState.DISCLOSED: {},
        DisclosureState.DECLINED: {},
    }
)
