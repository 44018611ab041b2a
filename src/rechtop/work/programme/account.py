"""What the programme offers to the annual report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from rechtop.ground.kernel.actors import Actor
from rechtop.ground.ui import dutch
from rechtop.tools.action_points import account as action_points
from rechtop.tools.figures import account
from rechtop.tools.figures.account import Behind, Figure, Follow, Record
from rechtop.tools.lists import queries as lists
from rechtop.work.activities import queries as gatherings
from rechtop.work.programme import counting, queries
from rechtop.work.programme.models import Activity, Advice, BibobCount

OATH, GAME = "eed", "dilemmaspel"
"""What activities are called at which people took the oath or promise, or played the game."""


def figures(year: int) -> list[Figure]:
    """Give the figures of what was done in a year."""
    activities = list(queries.activities(year))
    found = [
        *_game(activities),
        *_bibob(year),
        *_networks(year, activities),
        *_held(year, activities),
        *_coverage(year),
        *action_points.figures(year, is_kept=queries.is_kept(year)),
    ]
    return account.with_entered(counting.with_held(found, year), year)


def _game(activities: list[Activity]) -> list[Figure]:
    games = [one for one in activities if one.kind == GAME]
    group = _("Eed en dilemmaspel")
    return [
        _summed(
            Figure(
                "dilemmaspel.sessies",
                _("Dilemmaspel: keren gespeeld"),
                _("Bijeenkomsten waarin het dilemmaspel is gespeeld."),
                group,
            ),
            games,
            lambda one: one.meetings,
        ),
        _summed(
            Figure(
                "dilemmaspel.bereikt",
                _("Dilemmaspel: mensen bereikt"),
                _("Deelnemers aan het dilemmaspel."),
                group,
            ),
            games,
            lambda one: one.participants,
        ),
    ]


def _networks(year: int, activities: list[Activity]) -> list[Figure]:
    return [
        _summed(
            Figure(
                f"netwerken.{choice.code}",
                str(choice),
                _("Keren dat dit netwerk bij elkaar kwam."),
                _("Netwerken"),
            ),
            [one for one in activities if one.name.casefold() in choice.words()],
            lambda one: one.meetings,
        )
        for choice in lists.in_year("network", year)
    ]


def _held(year: int, activities: list[Activity]) -> list[Figure]:
    """Count by kind what was done, and whom it reached: of a year in which any was held here."""
    held = set(gatherings.held(year).order_by().values_list("kind", flat=True))
    if not held:
        return []
    own = [one for one in activities if one.kind != OATH]
    known = held | {one.kind for one in own if one.meetings is not None}
    kinds = [choice for choice in lists.in_year("activity", year) if choice.code in known]
    group = _("Activiteiten")
    return [
        *(
            _summed(
                Figure(
                    f"{counting.KINDS}{choice.code}",
                    str(choice),
                    _("Keren dat er een activiteit van deze soort was."),
                    group,
                ),
                [one for one in own if one.kind == choice.code],
                lambda one: one.meetings,
            )
            for choice in kinds
        ),
        _summed(
            Figure(
                counting.REACHED,
                _("Aanwezigen bij activiteiten"),
                _("Mensen die er waren, zonder de eed. Wie vaker kwam, telt vaker."),
                group,
            ),
            own,
            lambda one: one.participants,
        ),
    ]


def _coverage(year: int) -> list[Figure]:
    """Give of each unit which part was reached, as far as who came is known by name."""
    if not gatherings.held(year).exists():
        return []
    reached = gatherings.reached_in(year)
    return [
        Figure(
            f"activiteiten.dekking.{one.number}",
            one.name,
            _("Van elke honderd mensen die hier werken, hoeveel er bij een activiteit waren."),
            _("Activiteiten: bereik per onderdeel, in procenten"),
            one.percent,
            published=False,
            charted=True,
            follow=counting.to_unit(one, reached.get(one.number, {})),
        )
        for one in gatherings.coverage(year)
        if one.works
    ]


def _summed(
    figure: Figure, activities: list[Activity], count: Callable[[Activity], int | None]
) -> Figure:
    """Sum what is known of activities; nothing known stays unknown."""
    known = [number for one in activities if (number := count(one)) is not None]
    summed = replace(
        figure,
        value=sum(known) if known else None,
        follow=_to(activities, _activity),
    )
    if known and len(known) < len(activities):
        unknown = len(activities) - len(known)
        return summed.remarked(_("Van %(count)s is het aantal onbekend.") % {"count": unknown})
    return summed


def _bibob(year: int) -> list[Figure]:
    counts = {one.fact: one for one in queries.bibob(year)}
    told = _("Zoals het Bibob-team dit aantal opgaf. Tel deze aantallen niet bij elkaar op.")
    return [
        Figure(
            f"bibob.{choice.code}",
            str(choice),
            told,
            "Bibob",
            one.count if (one := counts.get(choice.code)) else None,
            follow=_to([one] if one else [], _bibob_count),
        )
        for choice in lists.in_year("bibob", year)
    ]


def _to(found: Sequence[Any], tell: Callable[[Any], Record]) -> Follow:
    def follow(actor: Actor) -> Behind | None:
        if not found:
            return None
        kept = type(found[0])._default_manager.filter(pk__in=[one.pk for one in found])
        return Behind(kept.order_by("pk"), tell)

    return follow


def _told(number: int | None) -> str:
    return _("onbekend") if number is None else dutch.number(number)


def _activity(one: Activity) -> Record:
    facts = [
        (_("Bijeenkomsten"), _told(one.meetings)),
        (_("Deelnemers"), _told(one.participants)),
        (_("Opmerking"), one.remark),
    ]
    return Record(one.name, facts)


def _bibob_count(one: BibobCount) -> Record:
    label = lists.labels().get(("bibob", one.fact), one.fact)
    return Record(label, [(_("Soort relatie"), one.relation), (_("Aantal"), _told(one.count))])


def text(year: int) -> str:
    """Give the adopted words before the figures of a year."""
    found = queries.text(year)
    return found.body if found and found.adopted_on else ""


def advice(year: int) -> list[Advice]:
    """Give the examples of advice that may be published."""
    return list(queries.advice(year))


def activities(year: int) -> list[tuple[str, list[Activity]]]:
    """Give what was done in a year, by kind in the order of their list: as it was counted, and
    what was held here put together by its name.
    """
    done = [*queries.activities(year), *counting.by_name(year)]
    listed = [
        (str(choice), [one for one in done if one.kind == choice.code])
        for choice in lists.in_year("activity", year)
    ]
    return [(label, found) for label, found in listed if found]


def years() -> list[int]:
    """Give the years of which something is kept, or in which something was held."""
    return sorted({*queries.years(), *gatherings.years()}, reverse=True)
