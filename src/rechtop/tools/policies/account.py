"""What the policies offer to the annual report."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rechtop.ground.kernel import clock
from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.tools.figures import account
from rechtop.tools.figures.account import Behind, Figure, Follow, Link, Record
from rechtop.tools.policies import queries
from rechtop.tools.policies.models import Campaign, PolicyVersion
from rechtop.tools.policies.queries import Covered


def figures(year: int) -> list[Figure]:
    """Give which policies were in force and revised in a year, and who confirmed having read them.

    Of a year in which none was here, nothing is told.
    """
    last = min(datetime.date(year, 12, 31), clock.today())
    in_force = queries.in_force_on(last)
    if last.year != year or not in_force.exists():
        return []
    told = [
        _figure(
            "geldend",
            _("Nota's, codes en regelingen die gelden"),
            _("Vastgesteld beleid dat gold op 31 december; in het lopende jaar: vandaag."),
            in_force.count(),
            _to(in_force, _version),
        ),
        _figure(
            "vastgesteld",
            _("Nota's, codes en regelingen vastgesteld"),
            _("Nieuwe versies die in dit jaar zijn vastgesteld."),
            (adopted := queries.adopted_in(year)).count(),
            _to(adopted, _version),
        ),
        *_reading(year, last),
    ]
    return account.with_entered(told, year)


_WHO_WAS_ASKED = gettext_lazy(
    "Keren dat dit jaar aan iemand is gevraagd beleid te lezen. Geteld is wie er werkte op de "
    "laatste dag van de leesronde: vandaag, of eerder de dag waarop zij stopte, waarop de "
    "versie voor het laatst gold, of 31 december. Wie niet in het personeelssysteem staat, telt "
    "als die nu kan inloggen. Wie vaker is gevraagd, telt vaker."
)


def _reading(year: int, last: datetime.date) -> list[Figure]:
    """Count who was asked to read something, and who confirmed; where someone worked on the last
    day of each campaign, and on the `last` one of the year at the latest."""
    campaigns = queries.begun_in(year)
    parts = queries.coverage(list(campaigns), last)
    asked, confirmed, names = Counter[int](), Counter[int](), {}
    for covered in parts.values():
        for part in covered:
            asked[part.number] += part.asked
            confirmed[part.number] += part.confirmed
            names[part.number] = part.unit
    if not asked:
        return []
    follow = _to_campaigns(campaigns, parts)
    return [
        _figure(
            "gevraagd",
            _("Gevraagd om beleid te lezen"),
            str(_WHO_WAS_ASKED),
            asked.total(),
            follow,
        ),
        _figure(
            "bevestigd",
            _("Bevestigd dat zij het lazen"),
            _(
                "Van de keren dat het dit jaar is gevraagd, tot en met die laatste dag. Wat "
                "iemand bevestigde die een jaar weg is, bewaren wij niet en telt niet meer."
            ),
            confirmed.total(),
            follow,
        ),
        *[
            Figure(
                f"beleid.gelezen.{number}",
                name or _("Zonder onderdeel"),
                _("Bevestigingen van elke honderd die zijn gevraagd, naar beneden afgerond."),
                _("Beleid gelezen per onderdeel, in procenten"),
                confirmed[number] * 100 // asked[number],
                published=False,
                charted=True,
                follow=_to_campaigns(campaigns, parts, number),
            )
            for number, name in names.items()
        ],
    ]


def _figure(name: str, label: str, definition: str, value: int, follow: Follow) -> Figure:
    return Figure(f"beleid.{name}", label, definition, _("Beleid"), value, follow=follow)


def _to(found: QuerySet[Any], tell: Callable[[Any], Record]) -> Follow:
    def follow(actor: Actor) -> Behind:
        return Behind(found.order_by("pk"), tell)

    return follow


def _to_campaigns(
    campaigns: QuerySet[Campaign], parts: Mapping[int, Sequence[Covered]], unit: int | None = None
) -> Follow:
    """Lead to the campaigns, each with how many it asks and how many of these confirmed; of one
    unit to those that ask somebody there. What the records count is what the figure counts."""
    counted = {
        number: [part for part in covered if unit in (None, part.number)]
        for number, covered in parts.items()
    }

    def tell(one: Campaign) -> Record:
        return _campaign(one, counted.get(one.pk, ()))

    asking = [number for number, covered in counted.items() if covered]
    return _to(campaigns.filter(pk__in=asking), tell)


def _version(one: PolicyVersion) -> Record:
    facts = [(_("Geldt vanaf"), dutch.day(one.in_force_from))]
    told = reverse("policies:version", args=[one.policy.slug, one.number])
    return Record(_title(one), facts, Link(_("Lees deze versie"), told))


def _campaign(one: Campaign, covered: Sequence[Covered]) -> Record:
    where = one.unit.name if one.unit else _("Iedereen")
    facts = [
        (_("Gevraagd aan"), where),
        (_("Gevraagd op"), dutch.day(one.begun_on)),
        (_("Mensen gevraagd"), dutch.number(sum(part.asked for part in covered))),
        (_("Mensen die bevestigden"), dutch.number(sum(part.confirmed for part in covered))),
    ]
    return Record(_title(one.version), facts)


def _title(one: PolicyVersion) -> str:
    return _("%(policy)s, versie %(number)s") % {"policy": one.policy, "number": one.number}
