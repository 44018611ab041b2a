"""How the log says in plain words what was done, about what, by what kind of actor, from where.

Every action in `audit.operations.REGISTER` has its name here; a test fails for one without.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, Any] = {
    "authority.described": _("Gegevens van de organisatie vastgelegd"),
    "card.photo_taken_away": _("Foto van de kaart gehaald"),
    "card.shown": _("Kaart van vertrouwenspersoon getoond"),
    "card.taken_down": _("Kaart van vertrouwenspersoon weggehaald"),
    "case.acknowledged": _("Ontvangst van de melding bevestigd"),
    "case.assigned": _("Behandelaar gekozen"),
    "case.closed": _("Zaak afgesloten"),
    "case.entered": _("Zaak ingevoerd"),
    "case.feedback_noted": _("Terugkoppeling genoteerd"),
    "case.files_added": _("Bestanden bij een zaak gezet"),
    "case.files_shared": _("Bestanden met de melder gedeeld"),
    "case.identity_opened": _("Naam van de melder geopend"),
    "case.message_sent": _("Bericht aan de melder gestuurd"),
    "case.note_written": _("Notitie geschreven"),
    "case.notice_asked": _("Seintje per mail gevraagd"),
    "case.opened": _("Zaak geopend"),
    "case.person_concerned_named": _("Betrokkene vastgelegd"),
    "case.received": _("Melding ontvangen"),
    "case.referred": _("Zaak doorgegeven"),
    "case.registered": _("Procedure vastgelegd"),
    "case.reopened": _("Zaak weer geopend"),
    "case.reporter_added_files": _("Melder zette er bestanden bij"),
    "case.reporter_wrote": _("Melder schreef een bericht"),
    "case.view_tidied": _("Melder ruimde het postvak op"),
    "case.words_proven": _("Melder typte de zeven woorden over"),
    "confidant.earlier_totals_taken_over": _("Eerdere aantallen van gesprekken overgenomen"),
    "confidant.notebook_begun_anew": _("Schrift van vertrouwenspersoon opnieuw begonnen"),
    "confidant.notes_destroyed": _("Notities van vertrouwenspersoon vernietigd"),
    "confidant.totals_released": _("Aantallen van gesprekken vrijgegeven"),
    "duty.ended": _("Taak beëindigd"),
    "duty.given": _("Taak gegeven"),
    "evidence.copy_kept": _("Schone kopie bewaard"),
    "evidence.original_opened": _("Oorspronkelijk bestand geopend"),
    "figures.adopted": _("Cijfers vastgesteld"),
    "figures.entered": _("Cijfer ingevoerd"),
    "figures.entered_changed": _("Ingevoerd cijfer veranderd"),
    "figures.entered_taken_away": _("Ingevoerd cijfer weggehaald"),
    "figures.taken_over": _("Cijfers overgenomen"),
    "file.stranger_left_out": _("Onbekende sleutel bij een dossier overgeslagen"),
    "identity.approved": _("Inzage in een naam goedgekeurd"),
    "identity.asked": _("Inzage in een naam gevraagd"),
    "identity.disclosed": _("Naam van de melder gegeven"),
    "identity.disclosure_announced": _("Melder gewaarschuwd dat de naam wordt gegeven"),
    "identity.disclosure_declined": _("Melder wil de naam niet geven"),
    "identity.lapsed": _("Vraag om een naam verlopen"),
    "identity.made_known": _("Melder maakte de naam bekend"),
    "identity.opened": _("Naam van de melder geopend"),
    "identity.refused": _("Inzage in een naam geweigerd"),
    "import.applied": _("Administratie overgenomen"),
    "import.brought": _("Administratie aangeboden"),
    "import.confirmed": _("Overnemen bevestigd"),
    "import.thrown_away": _("Aangeboden administratie weggegooid"),
    "kept.thrown_away": _("Bewaarde tekst weggegooid"),
    "key.confirmed": _("Sleutel van een collega bevestigd"),
    "keys.ceremony_held": _("Eerste sleutels gemaakt"),
    "keys.certified": _("Sleutel getekend"),
    "keys.certified_at_ceremony": _("Sleutel getekend bij het begin"),
    "keys.made": _("Sleutels gemaakt"),
    "keys.passphrase_changed": _("Wachtzin veranderd"),
    "keys.withdrawn_after_duty": _("Sleutels ingetrokken na het einde van een taak"),
    "keys.work_asked": _("Sleutelwerk gevraagd"),
    "keys.work_done": _("Sleutelwerk gedaan"),
    "lists.adopted": _("Keuzelijsten vastgesteld"),
    "lists.taken_over": _("Keuzelijsten overgenomen"),
    "person.added": _("Persoon toegevoegd"),
    "person.codes_kept": _("Herstelcodes bewaard"),
    "person.keys_made": _("Sleutels van een persoon gemaakt"),
    "person.password_chosen": _("Wachtwoord gekozen"),
    "person.renewal_seen": _("Bericht over nieuw aanmelden gelezen"),
    "person.sign_in_failed": _("Aanmelden mislukt"),
    "person.sign_in_renewed": _("Aanmelden opnieuw ingesteld"),
    "person.signed_in": _("Aangemeld"),
    "person.signed_out": _("Afgemeld"),
    "positions.adopted": _("Functies vastgesteld"),
    "programme.action_point_kept": _("Actiepunt bewaard"),
    "programme.activity_kept": _("Activiteit bewaard"),
    "programme.advice_kept": _("Advies bewaard"),
    "programme.bibob_count_kept": _("Aantal Bibob bewaard"),
    "programme.changed": _("Programma veranderd"),
    "programme.standing_noted": _("Stand van een actiepunt genoteerd"),
    "programme.taken_away": _("Uit het programma gehaald"),
    "programme.taken_over": _("Programma overgenomen"),
    "receivers.agreed": _("Ontvangers goedgekeurd"),
    "receivers.proposed": _("Ontvangers voorgesteld"),
    "registration.closed": _("Registratie afgesloten"),
    "registrations.taken_over": _("Registraties overgenomen"),
    "report_text.adopted": _("Tekst van het jaarverslag vastgesteld"),
    "report_text.written": _("Tekst van het jaarverslag geschreven"),
    "roster.proposed": _("Lijst van ontvangers voorgesteld"),
    "roster.signed": _("Lijst van ontvangers getekend"),
    "row.approved": _("Rij voor het jaarverslag goedgekeurd"),
    "row.opened": _("Rij voor het jaarverslag geopend"),
    "row.proposed": _("Rij voor het jaarverslag voorgesteld"),
    "row.sent_back": _("Rij voor het jaarverslag teruggestuurd"),
    "terms.adopted": _("Termijnen vastgesteld"),
    "trail.check_asked": _("Gevraagd het logboek na te lopen"),
    "trail.checked": _("Logboek nagelopen"),
    "trail.exported": _("Regels van het logboek opgehaald"),
    "trail.month_approved": _("Vernietiging van een maand goedgekeurd"),
    "trail.month_declined": _("Vernietiging van een maand afgewezen"),
    "trail.month_destroyed": _("Maand van het logboek vernietigd"),
    "trail.month_proposed": _("Vernietiging van een maand voorgesteld"),
    "trail.retention_set": _("Bewaartermijn van het logboek gekozen"),
    "unit.added": _("Onderdeel toegevoegd"),
    "vault.locked": _("Kluis gesloten"),
    "vault.unlock_failed": _("Kluis openen mislukt"),
    "vault.unlocked": _("Kluis geopend"),
}

OBJECTS: dict[str, Any] = {
    "actionpoint": _("actiepunt"),
    "activity": _("activiteit"),
    "advice": _("advies"),
    "adoption": _("vaststelling"),
    "authority": _("organisatie"),
    "blob": _("bestand"),
    "card": _("kaart"),
    "case": _("zaak"),
    "check": _("controle"),
    "delivery": _("levering"),
    "duty": _("taak"),
    "entered": _("cijfer"),
    "keyholder": _("sleutelhouder"),
    "keypair": _("sleutelpaar"),
    "notebook": _("schrift"),
    "person": _("persoon"),
    "position": _("functie"),
    "removal": _("maand"),
    "release": _("vrijgave"),
    "reporttext": _("tekst"),
    "receipt": _("ontvangstbewijs"),
    "retention": _("bewaartermijn"),
    "roster": _("lijst van ontvangers"),
    "row": _("rij"),
    "sealedfile": _("dossier"),
    "segment": _("verklaring"),
    "unit": _("onderdeel"),
}

ACTORS: dict[str, Any] = {
    "person": _("een persoon"),
    "reporter": _("melder"),
    "job": _("klok"),
    "command": _("opdrachtregel"),
    "nobody": _("onbekend"),
}

ORIGINS: dict[str, Any] = {
    "desk": _("werkplek"),
    "public": _("openbare bladzijden"),
    "cli": _("opdrachtregel"),
    "clock": _("klok"),
}

RESULTS: dict[str, Any] = {"done": _("gedaan"), "refused": _("geweigerd")}


def action(code: str) -> str:
    """Say what was done."""
    return str(ACTIONS.get(code, code))


def thing(kind: str, number: int | None) -> str:
    """Say about what: the kind of record and its own number, which nobody outside knows."""
    if not kind:
        return "–"
    named = str(OBJECTS.get(kind, kind))
    return named if number is None else f"{named} {number}"
