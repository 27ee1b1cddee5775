"""Command line behind `make alliance` and `make check`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from wir.data.errors import DataError
from wir.own.errors import OwnError
from wir.own.places import Ambiguous
from wir.own.settings import FILE

NEXT = {
    "de": "Als Nächstes: {folder}/alliance.toml öffnen, die Kreise eintragen, dann\n"
    "  make check ALLIANCE={key}",
    "en": "Next: open {folder}/alliance.toml, put in the districts, then\n"
    "  make check ALLIANCE={key}",
}
READY = {
    "de": "Als Nächstes: Tabellen ausfüllen, so weit Sie Angaben haben, dann\n"
    "  make check ALLIANCE={key}",
    "en": "Next: fill in the tables as far as you can, then\n  make check ALLIANCE={key}",
}
"""As `NEXT`, where the districts are in already."""
MADE = {
    "de": ("Angelegt: {folder} mit {files}", "Schon da: {folder}; nichts geändert."),
    "en": ("Made: {folder} with {files}", "There already: {folder}; nothing changed."),
}
ASK = {
    "de": "Welcher Kreis ist mit „{text}“ gemeint? {candidates}",
    "en": "Which district is meant by “{text}”? {candidates}",
}
NOT_FOUND = {
    "de": "„{text}“ ist als Landkreis oder kreisfreie Stadt nicht bekannt: bitte den vollen Namen "
    "oder den Schlüssel (AGS).",
    "en": "“{text}” is not known as a district: please give the full name or the key (AGS).",
}
NOT_ENTERED = {
    "de": "Die Kreise wurden nicht eingetragen, denn {folder}/alliance.toml gibt es schon: bitte "
    "dort ändern.",
    "en": "The districts were not entered, as {folder}/alliance.toml is there already: please "
    "change them there.",
}
WHICH = (
    "Welches Bündnis? Zum Beispiel: make check ALLIANCE=mein-buendnis\n"
    "Which alliance? For example: make check ALLIANCE=my-alliance"
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; errors that the user can mend are printed without a traceback."""
    parser = argparse.ArgumentParser(prog="python -m wir.own", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    new = commands.add_parser("new", help="make a folder for own data")
    new.add_argument("name", nargs="?", default="")
    new.add_argument("--language", choices=("de", "en"), default="de")
    new.add_argument("--districts", default="", help="parted by commas")
    check = commands.add_parser("check", help="check own data")
    check.add_argument("name", nargs="?", default="")
    check.add_argument("--language", choices=("de", "en"), default="")
    options = parser.parse_args(arguments)
    try:
        if options.command == "new":
            return _new(options.name, options.language, options.districts)
        return _check(options.name, options.language)
    except DataError as error:
        print(error, file=sys.stderr)
        return 1


def _new(name: str, language: str, districts: str) -> int:
    from wir import config
    from wir.own.create import create

    made = create(name, language, districts)
    folder = made.folder.relative_to(config.OWN.parents[2])
    done, unchanged = MADE[language]
    print((done if made.files else unchanged).format(folder=folder, files=", ".join(made.files)))
    for one in made.asked:
        words = ASK if one.candidates else NOT_FOUND
        print(words[language].format(text=one.text, candidates=_candidates(one)))
    entered = bool(districts.strip()) and FILE in made.files
    if districts.strip() and not entered:
        print(NOT_ENTERED[language].format(folder=folder))
    following = READY if entered and not made.asked else NEXT
    print(following[language].format(folder=folder, key=name))
    return 0


def _candidates(one: Ambiguous) -> str:
    return ", ".join(f"{place.name} ({place.ags})" for place in one.candidates)


def _check(name: str, language: str) -> int:
    from wir.own.alliance import read_own
    from wir.own.check import report

    if not name:
        raise OwnError(WHICH)
    own = read_own(name)
    print(report(own, language))
    return 1 if len(own.errors) else 0


if __name__ == "__main__":
    sys.exit(main())
