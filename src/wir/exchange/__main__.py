"""`make export` and `make compare`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from wir.data.errors import DataError
from wir.exchange.errors import ExchangeError

REASONS = {
    "few": {"de": "zu wenige", "en": "too few"},
    "unanimous": {"de": "fast alle antworten gleich", "en": "nearly all answer the same"},
    "differencing": {
        "de": "der Unterschied zu einem früheren Export beträfe zu wenige",
        "en": "the difference from an earlier export would be about too few",
    },
    "scale": {
        "de": "keine ganzen Zahlen von 0 bis 10",
        "en": "no whole numbers from 0 to 10",
    },
}
TEXTS = {
    "head": {
        "de": "Das würde {name} weitergeben (Schwelle: {n}):",
        "en": "This is what {name} would pass on (threshold: {n}):",
    },
    "districts": {"de": "Kreise: {list}", "en": "Districts: {list}"},
    "figures": {
        "de": "{n} Zahlen der Region aus öffentlichen Statistiken:",
        "en": "{n} figures of the region from public statistics:",
    },
    "answers": {
        "de": "{n} Fragen, je mit Zahl und Mittelwert der Antworten:",
        "en": "{n} questions, each with number and mean of the answers:",
    },
    "members": {"de": "Mitglieder nach Art:", "en": "Members by kind:"},
    "left": {
        "de": "Nicht weitergegeben wird (der Grund steht nicht in der Datei):",
        "en": "Not passed on (the file does not say why):",
    },
    "never": {
        "de": "Nie enthalten: einzelne Antworten, Namen von Mitgliedern, Texte, Kontakte.",
        "en": "Never in it: single answers, names of members, texts, contacts.",
    },
    "ask": {
        "de": "Es wurde nichts geschrieben. Wenn das so hinausgehen darf:\n"
        "  make export ALLIANCE={key} YES=1",
        "en": "Nothing was written. If this may leave the house:\n"
        "  make export ALLIANCE={key} YES=1",
    },
    "done": {
        "de": "Geschrieben: {path}\nDiese Datei können andere vergleichen. Was sie enthält, ist "
        "vermerkt, damit spätere Exporte zusammen mit ihr niemanden verraten.",
        "en": "Written: {path}\nOthers can compare with this file. What it holds is noted, so that "
        "later exports together with it give nobody away.",
    },
    "with": {
        "de": "Womit? make compare ALLIANCE={key} WITH=datei1.json,datei2.json",
        "en": "With what? make compare ALLIANCE={key} WITH=file1.json,file2.json",
    },
    "compared": {
        "de": "{n} Bündnisse verglichen. Öffnen Sie {path} im Browser.",
        "en": "{n} alliances compared. Open {path} in a browser.",
    },
    "fresh": {
        "de": "Es gibt noch keinen eigenen Export; verglichen wird, was jetzt hinausgehen dürfte.",
        "en": "There is no export of your own yet; compared is what may leave now.",
    },
    "no_name": {
        "de": "Welches Bündnis? make export ALLIANCE=mein-buendnis\n"
        "Which alliance? make export ALLIANCE=my-alliance",
    },
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; what the user can mend is printed without a traceback."""
    parser = argparse.ArgumentParser(prog="python -m wir.exchange", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    export = commands.add_parser("export", help="show, or write, an export")
    export.add_argument("name", nargs="?", default="")
    export.add_argument("--yes", action="store_true", help="write it")
    compare = commands.add_parser("compare", help="compare with exports of others")
    compare.add_argument("name", nargs="?", default="")
    compare.add_argument("--with", dest="others", default="", help="files, parted by commas")
    options = parser.parse_args(arguments)
    try:
        if not options.name:
            raise ExchangeError(TEXTS["no_name"]["de"])
        if options.command == "export":
            return _export(options.name, options.yes)
        return _compare(options.name, options.others)
    except DataError as error:
        print(error, file=sys.stderr)
        return 1


def _export(name: str, yes: bool) -> int:
    from wir.dossier.terms import INDICATORS
    from wir.exchange.make import draft, region_figures, write
    from wir.own.alliance import read_own

    mine = read_own(name)
    found = draft(mine, region_figures(mine.districts), date.today())
    language = mine.language

    def say(text: str, /, **values: object) -> None:
        print(TEXTS[text][language].format(**values))

    export = found.export
    say("head", name=export.name, n=export.threshold)
    say("districts", list=", ".join(export.districts) or "–")
    say("figures", n=len(export.figures))
    for figure in export.figures:
        known = INDICATORS.get(figure.key)
        label = known[language == "en"] if known else figure.label
        print(f"  {label}: {figure.value:g} ({figure.year})")
    say("answers", n=len(export.answers))
    for answer in export.answers:
        print(f"  {answer.question}: {answer.mean:.1f} (n = {answer.n})")
    if export.members:
        say("members")
        for member in export.members:
            print(f"  {member.kind}: {member.n}")
    if found.left_out:
        say("left")
        for what, why in found.left_out:
            print(f"  {what}: {REASONS[why][language]}")
    say("never")
    print()
    if not yes:
        say("ask", key=name)
        return 0
    say("done", path=_near(write(found, mine.folder, mine.key)))
    return 0


def _compare(name: str, others: str) -> int:
    from wir.documents.write import write
    from wir.exchange.compare import comparison
    from wir.exchange.make import draft, last_export, region_figures
    from wir.exchange.schema import read_export
    from wir.own.alliance import read_own

    mine = read_own(name)
    language = mine.language
    paths = [Path(one.strip()) for one in others.split(",") if one.strip()]
    if not paths:
        raise ExchangeError(TEXTS["with"][language].format(key=name))
    if len(paths) > 20:
        raise ExchangeError(f"{len(paths)} files. Expected at most 20.")
    imported = [read_export(path) for path in paths]
    last = last_export(mine.folder, mine.key)
    if last is None:
        print(TEXTS["fresh"][language])
        own = draft(mine, region_figures(mine.districts), date.today()).export
    else:
        own = read_export(last)
    document = comparison([own, *imported], language)
    written = write(document, mine.folder / "comparison" / "comparison")
    print(TEXTS["compared"][language].format(n=1 + len(imported), path=_near(written[0])))
    return 0


def _near(path: Path) -> Path:
    """Return a path as seen from the project, where it lies in it."""
    from wir import config

    return path.relative_to(config.ROOT) if path.is_relative_to(config.ROOT) else path


if __name__ == "__main__":
    raise SystemExit(main())
