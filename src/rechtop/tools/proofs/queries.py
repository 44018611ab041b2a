"""Give the receipts in a file, and check one that somebody brings.

Nothing here asks the database: `bin/rechtop verify-proof` does this on any machine.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from rechtop.ground.ui import pdf
from rechtop.ground.vault import proofs
from rechtop.ground.vault.proofs import Copy, NoProof, Receipt
from rechtop.tools.proofs import layout

PROOF = "proof"
INSIDE = "bewijs.json"
"""The name under which a receipt stands inside its PDF."""

LARGEST_BYTES = 2 * 1024 * 1024
_LARGEST_INSIDE = 64 * 1024
_TEMPLATE = "tools/proofs/templates/proofs/receipt.typ"


@dataclass(frozen=True)
class Kept:
    """A receipt as it stands in a file, with the words it is of."""

    receipt: Receipt
    copy: Copy = field(repr=False)

    @property
    def title(self) -> str:
        """Name it by what it is of."""
        return layout.title(self.receipt.statement)

    @property
    def number(self) -> str:
        """Give its number."""
        return self.receipt.statement.number


def kept(content: Mapping[str, Any]) -> Kept | None:
    """Give the receipt in an opened piece; None for what was written before there were any."""
    told = content.get(PROOF)
    if told is None:
        return None
    receipt = proofs.receipt({name: told[name] for name in ("statement", "signature", "public")})
    texts = {name: content[name] for name in told["names"]}
    attachments = tuple(told["attachments"])
    salt = bytes.fromhex(told["salt"])
    return Kept(receipt, Copy(receipt.statement.number, texts, attachments, salt))


def as_pdf(receipt: Receipt, *, address: str) -> bytes:
    """Write a receipt for people, with inside it what a machine checks."""
    return pdf.write(
        _TEMPLATE,
        layout.document(receipt, address),
        at=receipt.statement.signed_at(),
        attached={INSIDE: as_file(receipt).decode()},
    )


def as_file(told: Receipt | Copy) -> bytes:
    """Write a receipt, or an own copy, for a machine; a person can read it too."""
    return proofs.written(told.told())


def read(content: bytes) -> Receipt:
    """Read a receipt that somebody brings, PDF or not. Raises NoProof for anything else."""
    if len(content) > LARGEST_BYTES:
        raise NoProof
    return proofs.read_receipt(_inside(content) if _is_pdf(content) else content)


def read_copy(content: bytes) -> Copy:
    """Read an own copy that somebody brings. Raises NoProof for anything else."""
    return proofs.read_copy(content)


def _is_pdf(content: bytes) -> bool:
    return b"%PDF-" in content[:1024]


def _inside(content: bytes) -> bytes:
    """Take the receipt out of a PDF; nothing else in it is looked at."""
    try:
        return pdf.inside(content, INSIDE, at_most=_LARGEST_INSIDE)
    except pdf.NothingInside as error:
        raise NoProof from error


@dataclass(frozen=True)
class Finding:
    """What a check found. Without a true signature nothing of what it states counts."""

    receipt: Receipt
    is_ours: bool
    copy: Copy | None = field(default=None, repr=False)

    @property
    def is_exact(self) -> bool | None:
        """Say whether the copy holds exactly what was said; None without a copy."""
        return self.receipt.is_of(self.copy) if self.copy else None

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Give what the receipt states, for people."""
        return layout.facts(self.receipt.statement)

    @property
    def words(self) -> list[tuple[str, str]]:
        """Give what the copy holds, for people."""
        return layout.words(self.copy) if self.copy else []

    @property
    def marks(self) -> list[tuple[str, str]]:
        """Give what is compared mark by mark."""
        return layout.marks(self.receipt)

    @property
    def title(self) -> str:
        """Name the receipt by what it is of."""
        return layout.title(self.receipt.statement)


def check(receipt: Receipt, copy: Copy | None, *, keys: Collection[str]) -> Finding:
    """Check a receipt against the fingerprints of keys that are trusted."""
    return Finding(receipt, receipt.statement.key in keys and receipt.is_signed(), copy)
