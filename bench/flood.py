"""How a flood of false words is refused, and what other pages notice of it."""

from __future__ import annotations

import threading

from bench import client
from bench.intake import form_token
from bench.place import Place
from bench.report import Row, quantile
from rechtop.ground.kernel import words

SECONDS = 8.0


def measure(place: Place) -> list[Row]:
    """Send false words with eight clients, while another reads the first page."""
    first = client.Client(place.port)
    first.get("/inzien/")
    cookie = first.cookies["rechtop"]
    token = form_token(cookie)

    def guess(one: client.Client) -> bool:
        one.cookies = {"rechtop": cookie}
        typed = {"words": " ".join(words.draw()), "csrfmiddlewaretoken": token}
        status, _content = one.post("/inzien/", typed)
        return status == 200

    def read(one: client.Client) -> bool:
        return one.get("/")[0] == 200

    idle, _failed, _whole = client.together(place.port, 1, read, seconds=2)
    found: list[list[float]] = []
    reader = threading.Thread(
        target=lambda: found.append(client.together(place.port, 1, read, seconds=SECONDS)[0])
    )
    reader.start()
    times, failed, whole = client.together(place.port, 8, guess, seconds=SECONDS)
    reader.join()
    return [
        Row("false words refused", f"{len(times) / whole:.0f}/s, {failed} errors", ">= 2,000/s"),
        Row(
            "first page meanwhile",
            f"p95 {1000 * quantile(found[0], 0.95):.1f} ms "
            f"(idle {1000 * quantile(idle, 0.95):.1f})",
            "p95 <= 30 ms",
        ),
    ]
