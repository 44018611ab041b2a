"""Who may do what with the files in a sealed file: whoever holds its key, on duty."""

from django.utils.translation import gettext_lazy as _

from rechtop.ground.kernel.actors import Actor, Kind
from rechtop.ground.kernel.rules import rule
from rechtop.ground.vault.models import SealedFile, SealedKey


@rule(_("Dit bestand bestaat niet, of u kunt het niet openen."))
def holds_key(actor: Actor, file: SealedFile) -> bool:
    """The actor's unlocked keys open this sealed file."""
    key = actor.keyring.key(file.sphere) if actor.keyring else None
    return key is not None and SealedKey.objects.filter(file=file, recipient=key.pair).exists()


@rule(_("Dit doet een medewerker met een taak waarvoor dit dossier bedoeld is."))
def is_person_on_duty(actor: Actor, file: SealedFile) -> bool:
    """A person acts who has a duty today that needs keys of this sphere."""
    return actor.kind == Kind.PERSON and file.sphere in actor.spheres


may_open_original = (is_person_on_duty & holds_key).named("may_open_original")
may_keep_copy = (is_person_on_duty & holds_key).named("may_keep_copy")
