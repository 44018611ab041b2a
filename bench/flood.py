"""How a flood of false words is refused, and what other pages notice of it."""

from __future__ import annotations

import queue
import re
import threading
import time

from bench import client
from bench.intake import form_token
from bench.place import Place
from bench.report import Row, quantile
from rechtop.ground.kernel import words

SECONDS = 8.0
A_SECOND = 100
_SENDERS = 100


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
        _false_reports(place),
    ]


def _false_reports(place: Place) -> Row:
    """Send false reports at a hundred a second while real ones are written, and take their time.

    A real one is the whole way: four screens, the words, and coming back with them. So many send
    that the false ones keep coming while earlier ones still wait for their answer.
    """
    number = int(A_SECOND * SECONDS) + _SENDERS
    cookies = iter(place.within("bench.prepare", str(number), "anonymous").split())
    drawn, sent, real = threading.Lock(), queue.SimpleQueue[int](), list[float]()
    end = time.monotonic() + SECONDS

    def flood() -> None:
        one = client.Client(place.port)
        while time.monotonic() < end:
            began = time.monotonic()
            with drawn:
                cookie = next(cookies, "")
            if not cookie:
                return
            one.cookies = {"rechtop": cookie}
            token = {"csrfmiddlewaretoken": form_token(cookie)}
            sent.put(one.post("/formulier/4/", token)[0])
            time.sleep(max(0.0, began + _SENDERS / A_SECOND - time.monotonic()))

    floods = [threading.Thread(target=flood) for _unused in range(_SENDERS)]
    for one in floods:
        one.start()
    while time.monotonic() < end - 1:
        real.append(_a_real_report(place))
    for one in floods:
        one.join()
    answers = [sent.get() for _unused in range(sent.qsize())]
    found = (
        f"{len(real)} real ones came through, slowest {max(real):.2f} s, while of {A_SECOND} "
        f"false ones a second {answers.count(302) / SECONDS:.0f} were received and "
        f"{answers.count(503) / SECONDS:.0f} asked to come again"
    )
    return Row("real report in a flood of false ones", found, "<= 5 s at 100/s")


def _a_real_report(place: Place) -> float:
    began, anna = time.monotonic(), client.Client(place.port)
    anna.get("/formulier/1/")
    for number, answers in enumerate(_ANSWERS, start=1):
        token = {"csrfmiddlewaretoken": form_token(anna.cookies["rechtop"])}
        status, _page = anna.post(f"/formulier/{number}/", {**answers, **token})
        while status == 503:  # it is busy: she waits a moment and presses again
            time.sleep(0.5)
            status, _page = anna.post(f"/formulier/{number}/", {**answers, **token})
        if status != 302:
            raise RuntimeError(f"screen {number} gave {status}")
    _status, page = anna.get("/formulier/5/")
    seven = " ".join(re.findall(r"<li>(\w+)</li>", page.decode()))
    token = {"csrfmiddlewaretoken": form_token(anna.cookies["rechtop"])}
    if anna.post("/inzien/", {"words": seven, **token})[0] != 302:
        raise RuntimeError("the words were refused")
    return time.monotonic() - began


_ANSWERS = (
    {"what": "Er is een reis betaald."},
    {"who": "Mijn chef"},
    {"who_i_am": "anonymous"},
    {},
)
