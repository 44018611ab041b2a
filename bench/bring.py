"""Bring a file of people on the page, as Hanna does, and print how long each page took."""

from __future__ import annotations

import itertools
import re
import sys
import time
from pathlib import Path

from bench.place import set_up


def main() -> None:
    """Bring the file, look at what changes, take it over; print three times in seconds."""
    set_up()
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415
    from tests.desk import at_desk  # noqa: PLC0415

    hanna, file = at_desk("hanna"), Path(sys.argv[1])
    hanna.defaults["SERVER_NAME"] = "127.0.0.1"
    times = [time.perf_counter()]
    sent = SimpleUploadedFile(file.name, file.read_bytes())
    page = hanna.post("/desk/personeel/", {"file": sent})["Location"]
    times.append(time.perf_counter())
    shown = re.search(r'name="shown" value="([^"]+)"', hanna.get(page).content.decode())
    assert shown is not None
    times.append(time.perf_counter())
    taken = b"".join(hanna.post(f"{page}ja/", {"shown": shown[1]}))
    assert "overgenomen" in taken.decode()
    times.append(time.perf_counter())
    print(*(after - before for before, after in itertools.pairwise(times)))


main()
