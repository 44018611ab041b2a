"""Find the signpost in force, and the one in writing."""

from __future__ import annotations

from django.db.models import QuerySet

from rechtop.work.signpost import layout
from rechtop.work.signpost.layout import Signpost
from rechtop.work.signpost.models import Edition


def adopted() -> QuerySet[Edition]:
    """Give the editions that were adopted, the newest first."""
    return Edition.objects.exclude(adopted_on=None).order_by("-version")


def in_writing() -> Edition | None:
    """Give the edition someone is writing at."""
    return Edition.objects.filter(adopted_on=None).first()


def is_in_force() -> bool:
    """Say whether there is a signpost to follow."""
    return adopted().exists()


def in_force() -> Signpost | None:
    """Give the signpost people follow; None where there is none yet."""
    edition = adopted().first()
    return layout.read(edition.content) if edition else None
