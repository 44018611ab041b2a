"""Gather what the page of keys shows: who holds them, who receives, and what waits."""

from __future__ import annotations

from rechtop.ground.vault import trust
from rechtop.ground.vault.models import Roster, RosterSignature
from rechtop.people.identity.models import Person
from rechtop.people.organisation import queries


def keys() -> dict[str, object]:
    """Gather whose keys are vouched for, the rosters, and those that wait for a signature."""
    receivers, standing = queries.receivers(), queries.standing_holders()
    bearers = {holder.bearer for holder, _name, _is_vouched in standing if holder.bearer}
    own_keys = queries.keys_by_person(list(bearers))
    lapsed = set(queries.with_lapsed_keys().values_list("pk", flat=True))
    renewed = dict(Person.objects.filter(pk__in=bearers).values_list("pk", "renewed_at"))
    by_holder = {holder.pk: name for holder, name, _is_vouched in standing}
    return {
        "holders": [
            {
                "number": holder.pk,
                "renewed_at": renewed.get(holder.bearer or 0),
                "name": name,
                "is_vouched_for": is_vouched_for,
                "keys": own_keys.get(holder.bearer or 0, []),
                "has_lapsed": holder.bearer in lapsed,
                "print": trust.card_print(holder),
            }
            for holder, name, is_vouched_for in standing
        ],
        "rosters": [
            {
                "name": name,
                "label": label,
                "is_about": name.startswith(trust.ABOUT),
                "members": [
                    by_holder[number]
                    for number in queries.members_of(receivers, name)
                    if number in by_holder
                ],
            }
            for name, label in queries.roster_labels().items()
        ],
        "lacks_custodian": receivers.has_custodians and not receivers.custodians,
        "proposed": _proposed(by_holder),
        "is_ready": receivers.is_ready(),
        "is_behind": receivers.is_behind,
    }


def _proposed(by_holder: dict[int, str]) -> list[dict[str, object]]:
    """Give the newest roster of each name that still wants a signature."""
    found = []
    for name, label in queries.roster_labels().items():
        newest = Roster.objects.filter(name=name).order_by("-version").first()
        if newest and RosterSignature.objects.filter(roster=newest).count() < 2:
            members = newest.members.values_list("pk", flat=True)
            listed = sorted(by_holder.get(number, "") for number in members)
            told = {"number": newest.pk, "label": label, "members": listed}
            found.append({**told, "print": trust.roster_print(newest)})
    return found
