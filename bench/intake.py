"""How quickly a report is received, and whether every accepted one is stored."""

from __future__ import annotations

import base64
import hashlib
import queue

from bench import client
from bench.place import Place
from bench.report import Row, quantile


def measure(place: Place) -> list[Row]:
    """Send prepared drafts with one, four and sixteen clients, with a name and without.

    A name makes a second sealed file: eight keys are sealed instead of four.
    """
    return [
        _send(place, who, *size)
        for who in ("anonymous", "named")
        for size in (
            (1, 400, "median <= 8 ms, p95 <= 12 ms"),
            (4, 2000, ">= 250/s, p99 <= 150 ms"),
            (16, 2000, ">= 250/s, p99 <= 150 ms"),
        )
    ]


def _send(place: Place, who: str, clients: int, number: int, wanted: str) -> Row:
    cookies: queue.SimpleQueue[str] = queue.SimpleQueue()
    for cookie in place.within("bench.prepare", str(number), who).split():
        cookies.put(cookie)
    before, accepted = _stored(place), queue.SimpleQueue[int]()

    def work(one: client.Client) -> bool:
        try:
            cookie = cookies.get_nowait()
        except queue.Empty as empty:
            raise client.Nothing from empty
        one.cookies = {"rechtop": cookie}
        status, _content = one.post("/formulier/4/", {"csrfmiddlewaretoken": form_token(cookie)})
        if status == 302:
            accepted.put(1)
        return status == 302

    times, refused, whole = client.together(place.port, clients, work)
    found = (
        f"{len(times) / whole:4.0f}/s  median {1000 * quantile(times, 0.5):.1f} "
        f"p95 {1000 * quantile(times, 0.95):.1f} p99 {1000 * quantile(times, 0.99):.1f} ms  "
        f"accepted {accepted.qsize()} stored {_stored(place) - before} refused {refused}"
    )
    return Row(f"{who} report, {clients} clients", found, wanted)


def form_token(cookie: str) -> str:
    """Give a form's token: the secret that follows from the one cookie."""
    root = base64.urlsafe_b64decode(cookie)[:32]
    return hashlib.sha256(b"rechtop forms|" + root).hexdigest()[:32]


def _stored(place: Place) -> int:
    with place.installation.connect() as connection:
        found = connection.execute(
            "SELECT count(*) FROM cases_case c WHERE has_mailbox AND EXISTS "
            "(SELECT 1 FROM vault_item i WHERE i.file_id = c.id) AND EXISTS "
            "(SELECT 1 FROM vault_sealedkey k WHERE k.file_id = c.id)"
        ).fetchone()
    return int(found[0]) if found else 0
