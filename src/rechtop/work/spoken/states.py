"""The states of the minutes of a conversation, and what a reporter can agree to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.states import Transitions


class MinutesState(models.TextChoices):
    """Where the minutes stand."""

    PROPOSED = "proposed", _("Wacht op de melder")
    CORRECTED = "corrected", _("Verbeterd door de melder")
    APPROVED = "approved", _("Akkoord van de melder")


MINUTES = Transitions(
    {
        MinutesState.PROPOSED: {
            "correct": MinutesState.CORRECTED,
            "approve": MinutesState.APPROVED,
        },
        MinutesState.CORRECTED: {
            "correct": MinutesState.CORRECTED,
            "approve": MinutesState.APPROVED,
        },
        MinutesState.APPROVED: {},
    }
)


class Consent(models.TextChoices):
    """What a reporter agreed to before speaking.

    A conversation is recorded only with consent; without it there are minutes. Source: Directive
    (EU) 2019/1937, article 18, and the Wet bescherming klokkenluiders.
    """

    RECORDING = "recording", _("Een opname van het gesprek")
    TRANSCRIPT = "transcript", _("Een letterlijk verslag, zonder opname te bewaren")
    MINUTES = "minutes", _("Een verslag in het kort")
    NONE = "none", _("Nergens mee: ik schrijf op wat ik mij herinner")


class Fate(models.TextChoices):
    """What a reporter reads that becomes of the recording."""

    STAYS = "stays", _("De opname blijft bewaard, ook als u akkoord bent met het verslag")
    GOES = "goes", _("De opname wordt vernietigd zodra u akkoord bent met het verslag")
    DESTROYED = "destroyed", _("De opname is vernietigd")


RECORDED = (Consent.RECORDING, Consent.TRANSCRIPT)
"""With this consent there is a recording; one for a transcript alone is not kept after it."""
