"""Prepare drafts of the size of a real report, ready to be sent: `python -m bench.prepare N`."""

from __future__ import annotations

import sys

from bench.place import set_up


def main() -> None:
    """Print a cookie for each prepared draft."""
    set_up()
    from django.db import connection  # noqa: PLC0415

    from rechtop.ground.ui import one_cookie  # noqa: PLC0415
    from rechtop.work.intake import operations  # noqa: PLC0415

    short, long_, middle = "x" * 60, "y" * 1500, "z" * 200
    answers = {
        "what": long_,
        "when": short,
        "where": short,
        "who": middle,
        "who_knows": middle,
        "about": [],
        "who_i_am": sys.argv[2],
        "name": short if sys.argv[2] == "named" else "",
        "reach": "",
        "asks": middle,
        "extra": middle,
    }

    def one(_number: int) -> str:
        cookie = one_cookie.new()
        operations.save_answers(cookie.root, answers)
        return one_cookie.written(cookie)

    for cookie in map(one, range(int(sys.argv[1]))):
        print(cookie)
    connection.close()


if __name__ == "__main__":
    main()
