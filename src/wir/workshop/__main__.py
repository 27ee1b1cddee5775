"""Command line behind ``make workshop``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from wir import config
from wir.data.errors import DataError
from wir.workshop.topic import TOPICS


def main(arguments: Sequence[str] | None = None) -> int:
    """Make a kit; errors that the user can mend are printed without a traceback."""
    parser = argparse.ArgumentParser(prog="python -m wir.workshop", description=__doc__)
    parser.add_argument("--topic", default="", help=", ".join(TOPICS))
    parser.add_argument("--alliance", default="", help="keys, separated by commas")
    parser.add_argument("--language", default="de", help="de or en")
    parser.add_argument("--minutes", default="180", help="time there is, from 60 to 480")
    parser.add_argument("--start", default="09:00", help="time of day it begins")
    options = parser.parse_args(arguments)
    from wir.workshop.kit import make_kit, write_kit

    try:
        made = write_kit(
            make_kit(
                options.topic or TOPICS[0],
                [one.strip() for one in options.alliance.split(",") if one.strip()],
                options.language or "de",
                _minutes(options.minutes),
                options.start or "09:00",
            )
        )
    except (DataError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    place = made[0].parent
    shown = place.relative_to(config.ROOT) if place.is_relative_to(config.ROOT) else place
    print(f"{shown}: {', '.join(sorted(one.name for one in made))}")
    return 0


def _minutes(text: str) -> int:
    if text and not (text.isascii() and text.isdigit()):
        raise ValueError(f"minutes = {text!r} is no whole number; expected for example 180")
    return int(text or 180)


if __name__ == "__main__":
    sys.exit(main())
