"""What kinds of instruments there are, for whom, under which licence and in which language."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What an instrument is."""

    LEAFLET = "leaflet", _("Folder")
    WORKSHOP = "workshop", _("Workshop")
    CHECKLIST = "checklist", _("Checklist")
    GAME = "game", _("Spel")
    E_LEARNING = "e-learning", _("E-learning")
    CASES = "cases", _("Casussen")
    FILM = "film", _("Film")
    TALK = "talk", _("Presentatie")
    FORM = "form", _("Formulier")
    OTHER = "other", _("Iets anders")


class Audience(models.TextChoices):
    """For whom an instrument is."""

    EVERYBODY = "everybody", _("Iedereen")
    NEW = "new", _("Nieuwe collega's")
    MANAGERS = "managers", _("Leidinggevenden")
    TEAMS = "teams", _("Teams")
    CONFIDANTS = "confidants", _("Vertrouwenspersonen")
    INTEGRITY = "integrity", _("Integriteitsteam")
    POLITICS = "politics", _("Bestuurders en politiek")
    OUTSIDE = "outside", _("Mensen buiten de organisatie")


class Licence(models.TextChoices):
    """What others may do with an instrument."""

    CC0 = "cc0", _("CC0: vrij voor iedereen")
    BY = "cc-by", _("CC BY: vrij, noem de maker")
    BY_SA = "cc-by-sa", _("CC BY-SA: vrij, noem de maker, deel gelijk")
    BY_NC = "cc-by-nc", _("CC BY-NC: niet om geld mee te verdienen")
    BY_ND = "cc-by-nd", _("CC BY-ND: niets aan veranderen")
    PUBLIC_BODIES = "public-bodies", _("Vrij voor andere overheden")
    OWN_USE = "own-use", _("Alleen voor eigen gebruik")


class Language(models.TextChoices):
    """In which language an instrument is."""

    DUTCH = "nl", _("Nederlands")
    ENGLISH = "en", _("Engels")
    FRISIAN = "fy", _("Fries")
    GERMAN = "de", _("Duits")
    FRENCH = "fr", _("Frans")
    OTHER = "other", _("Een andere taal")
