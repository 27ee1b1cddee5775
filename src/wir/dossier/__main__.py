"""Write dossiers: ``python -m wir.dossier reegion-now --language de``."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence

from wir import config
from wir.data.errors import DataError


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the dossiers of some alliances; what the user can mend is said without a traceback."""
    parser = argparse.ArgumentParser(prog="python -m wir.dossier", description=__doc__)
    parser.add_argument("alliance", nargs="*", help="key of an alliance, or an own folder")
    parser.add_argument("--language", default="", help="de, en; both where not given")
    options = parser.parse_args(arguments)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from wir.dossier.make import check_languages, make

    try:
        languages = check_languages(options.language)
        if not options.alliance or not all(options.alliance):
            raise DataError(
                "Welches Bündnis? Zum Beispiel: make dossier ALLIANCE=mein-buendnis LANGUAGE=de\n"
                "Which alliance? For example: make dossier ALLIANCE=reegion-now LANGUAGE=en"
            )
        begin = time.monotonic()
        written = make(options.alliance, languages)
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    for path in written:
        print(path.relative_to(config.ROOT) if path.is_relative_to(config.ROOT) else path)
    print(f"{len(written)} files, {time.monotonic() - begin:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
