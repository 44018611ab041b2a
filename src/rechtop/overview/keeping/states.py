"""The states of a destruction, and of each line of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.states import Transitions


class State(models.TextChoices):
    """Where a destruction stands."""

    PROPOSED = "proposed", _("Wacht op de privacy officer")
    APPROVED = "approved", _("Wordt vernietigd")
    WITHDRAWN = "withdrawn", _("Ingetrokken")
    DECLINED = "declined", _("Afgewezen")
    DONE = "done", _("Vernietigd")


DESTRUCTION = Transitions(
    {
        State.PROPOSED: {
            "approve": State.APPROVED,
            "withdraw": State.WITHDRAWN,
            "decline": State.DECLINED,
        },
        State.APPROVED: {"finish": State.DONE},
        State.WITHDRAWN: {},
        State.DECLINED: {},
        State.DONE: {},
    }
)


class LineState(models.TextChoices):
    """Where a line stands: between its keys and its rows it opens for nobody any more."""

    WAITING = "waiting", _("Voorgesteld")
    STRUCK = "struck", _("Blijft")
    LEFT = "left", _("Blijft")
    KEYLESS = "keyless", _("Wordt vernietigd")
    DONE = "done", _("Vernietigd")


class Why(models.TextChoices):
    """Why something stays. Chosen, never typed: it stands in the clear for good."""

    RUNNING = "running", _("Er loopt nog een procedure of onderzoek")
    ACCOUNT = "account", _("Het is nog nodig voor de verantwoording")
    OTHER_TERM = "other_term", _("Hiervoor geldt een andere termijn")
    TO_DISCUSS = "to_discuss", _("Dit bespreken wij eerst")
    NOT_NOW = "not_now", _("Het voorstel ging niet door")
    NOT_DUE = "not_due", _("Het was intussen niet meer aan de beurt")


STRIKING = (Why.RUNNING, Why.ACCOUNT, Why.OTHER_TERM, Why.TO_DISCUSS)
"""The reasons for which the second person lets something stay."""
