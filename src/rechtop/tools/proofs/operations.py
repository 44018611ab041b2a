"""Prove what is written in a file at this moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rechtop.ground.audit import operations as trail
from rechtop.ground.audit import queries as trail_queries
from rechtop.ground.kernel import remembered
from rechtop.ground.vault import proofs
from rechtop.ground.vault.proofs import Moment
from rechtop.people.organisation import queries as organisation
from rechtop.tools.proofs.queries import PROOF


def proven(
    content: Mapping[str, Any],
    moment: Moment,
    *,
    to: str,
    names: Sequence[str],
    attachments: Sequence[str] = (),
) -> dict[str, Any]:
    """Give the content of a piece with the proof that it is received or sent now.

    The proof holds for the texts under these names, and for attachments by their digests. It is
    sealed with the piece itself, so it costs a signature and no row.
    """
    trail.require_operation()
    authority, head = _around()
    texts = {name: str(content[name]) for name in names}
    receipt, copy = proofs.prove(
        moment, texts, to=to, authority=authority, trail=head, attachments=attachments
    )
    kept = {
        **receipt.told(),
        "salt": copy.salt.hex(),
        "names": list(names),
        "attachments": list(attachments),
    }
    return {**content, PROOF: kept}


@remembered.for_a_while
def _around() -> tuple[str, str]:
    """Give the name of the authority, and where the trail stood at most a few seconds ago.

    Not asked at every report: that would cost each of them a look in the database.
    """
    authority, last = organisation.authority(), trail_queries.last_head()
    return authority.name if authority else "", last.told() if last else ""
