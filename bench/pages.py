"""What the first public page weighs."""

from __future__ import annotations

import re

from bench import client
from bench.place import Place
from bench.report import Row


def measure(place: Place) -> list[Row]:
    """Add up the first page and everything it asks for."""
    one = client.Client(place.port)
    _status, page = one.get("/")
    asked = re.findall(rb'(?:href|src)="(/(?:static|huisstijl)[^"]*)"', page)
    sizes = [len(one.get(path.decode())[1]) for path in asked]
    total = (len(page) + sum(sizes)) / 1024
    found = f"{total:.0f} kB in {1 + len(sizes)} requests"
    return [Row("first public page", found, "<= 60 kB, <= 6 requests")]
