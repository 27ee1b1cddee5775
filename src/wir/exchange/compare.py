"""Several exports side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from wir.documents.blocks import Bullets, Callout, DataTable, Document, Heading, Paragraph
from wir.documents.inline import fill
from wir.exchange.schema import Export
from wir.publish.language import LOCALES, format_number

WORDS: dict[str, dict[str, str]] = {
    "title": {"de": "Vergleich ohne Bloßstellung", "en": "Comparison without exposure"},
    "subtitle_one": {"de": "{name} neben einem anderen", "en": "{name} beside one other"},
    "subtitle": {"de": "{name} neben {n} anderen", "en": "{name} beside {n} others"},
    "intro": {
        "de": "Verglichen wird, was die Bündnisse weitergegeben haben: Zahlen ihrer Regionen aus "
        "öffentlichen Statistiken, Mittelwerte von Antworten und Zahlen von Mitgliedern, hinter "
        "denen jeweils mindestens {n} stehen.",
        "en": "What is compared is what the alliances have passed on: figures of their regions "
        "from public statistics, means of answers and numbers of members, each with at least {n} "
        "behind it.",
    },
    "caution": {
        "de": "Unterschiede sind ein Anlass zu fragen, kein Urteil: Wer geantwortet hat, "
        "unterscheidet sich von Bündnis zu Bündnis, und wenige Antworten streuen stark. Ob ein "
        "Unterschied mehr ist als Zufall, lässt sich aus Mittelwerten allein nicht sagen.",
        "en": "Differences are a reason to ask, not a verdict: who has answered differs from "
        "alliance to alliance, and few answers scatter widely. Means alone cannot tell whether a "
        "difference is more than chance.",
    },
    "who": {"de": "Wer verglichen wird", "en": "Who is compared"},
    "one": {
        "de": "{name}: Stand {made}; Zahl der Kreise: {districts}, zurückgehaltene Angaben: {left}",
        "en": "{name}: as of {made}; number of districts: {districts}, items held back: {left}",
    },
    "figures": {"de": "Die Regionen", "en": "The regions"},
    "figures_note": {
        "de": "Mittel der Kreise, nach Einwohnern gewichtet; öffentliche Statistik.",
        "en": "Means of the districts, weighted by population; public statistics.",
    },
    "answers": {"de": "Antworten auf dieselben Fragen", "en": "Answers to the same questions"},
    "answers_note": {
        "de": "Mittelwert der Antworten, in Klammern ihre Zahl. Nur Fragen, die mindestens zwei "
        "Bündnisse gleich gestellt haben.",
        "en": "Mean of the answers, their number in brackets. Only questions that at least two "
        "alliances have put in the same words.",
    },
    "no_answers": {
        "de": "Keine Frage kommt in mindestens zwei der Dateien vor.",
        "en": "No question is in at least two of the files.",
    },
    "members": {"de": "Mitglieder nach Art", "en": "Members by kind"},
    "members_note": {
        "de": "Zahl der Mitglieder; Arten mit zu wenigen stehen unter „andere“ oder fehlen.",
        "en": "Number of members; kinds with too few are under “other” or missing.",
    },
    "item": {"de": "Merkmal", "en": "Item"},
    "question": {"de": "Frage", "en": "Question"},
    "kind": {"de": "Art", "en": "Kind"},
    "missing": {"de": "keine Angabe", "en": "not given"},
}


def columns_of(exports: Sequence[Export]) -> dict[str, str]:
    """Return the column of each export and its heading; equal names get a number.

    Columns are called ``a1``, ``a2`` …, so that no name can be mistaken for another column.
    """
    names: dict[str, str] = {}
    for place, one in enumerate(exports, start=1):
        name, number = one.name, 2
        while name in names.values():
            name, number = f"{one.name} ({number})", number + 1
        names[f"a{place}"] = name
    return names


def figures_table(exports: Sequence[Export], language: str = "en") -> pd.DataFrame:
    """Return the figures of the regions: ``item`` (label and year) × columns of `columns_of`.

    Figures that the compendium knows are labelled in the language of the reader.
    """
    from wir.dossier.terms import INDICATORS

    keys = {(f.label, f.year): f.key for one in exports for f in one.figures}
    order = list(keys)
    labels = [
        INDICATORS[keys[label, year]][language == "en"]
        if keys[label, year] in INDICATORS
        else label
        for label, year in order
    ]
    years = [year for _, year in order]
    table = pd.DataFrame({"item": [f"{one}, {n}" for one, n in zip(labels, years, strict=True)]})
    for column, one in zip(columns_of(exports), exports, strict=True):
        given = {(f.label, f.year): f.value for f in one.figures}
        table[column] = pd.Series([given.get(key, float("nan")) for key in order], dtype=float)
    return table


def answers_table(exports: Sequence[Export]) -> pd.DataFrame:
    """Return the answers to the questions that at least two have asked.

    Columns: ``question``, and per export ``a1`` (mean) and ``a1_n`` (number of answers), missing
    where it was not asked. Questions are the same if they are in the same words, whatever the case
    of letters.
    """
    given = [{_same(one.question): one for one in export.answers} for export in exports]
    words: dict[str, str] = {}
    for export in exports:
        for one in export.answers:
            words.setdefault(_same(one.question), one.question)
    shared = [key for key in words if sum(key in one for one in given) >= 2]
    table = pd.DataFrame({"question": [words[key] for key in shared]})
    for column, questions in zip(columns_of(exports), given, strict=True):
        found = [questions.get(key) for key in shared]
        table[column] = pd.Series([one.mean if one else float("nan") for one in found], dtype=float)
        table[f"{column}_n"] = pd.array([one.n if one else None for one in found], dtype="Int64")
    return table


def _day(text: str, language: str) -> str:
    """Return a date as a reader expects it."""
    from babel.dates import format_date

    return str(format_date(date.fromisoformat(text), "long", LOCALES[language]))


def _same(question: str) -> str:
    return " ".join(question.casefold().split())


def members_table(exports: Sequence[Export]) -> pd.DataFrame:
    """Return the numbers of members: ``kind`` × columns of `columns_of`, missing if not given."""
    kinds = sorted({one.kind for export in exports for one in export.members})
    table = pd.DataFrame({"kind": kinds})
    for column, export in zip(columns_of(exports), exports, strict=True):
        given = {one.kind: one.n for one in export.members}
        table[column] = pd.array([given.get(kind) for kind in kinds], dtype="Int64")
    return table


def comparison(exports: Sequence[Export], language: str) -> Document:
    """Return several exports side by side as a document.

    Parameters
    ----------
    exports
        Two or more, one's own first.
    language
        ``de`` or ``en``.

    Raises
    ------
    ValueError
        Fewer than two exports.
    """
    if len(exports) < 2:
        raise ValueError(f"{len(exports)} export to compare. Expected two or more.")

    def say(key: str) -> str:
        return WORDS[key][language]

    mine, names = exports[0], columns_of(exports)
    blocks: list[object] = [
        Paragraph(fill(say("intro"), n=min(one.threshold for one in exports))),
        Callout("note", say("caution")),
        Heading(say("who")),
        Bullets(
            tuple(
                fill(
                    say("one"), name=name, made=_day(one.made, language),
                    districts=len(one.districts), left=one.left_out,
                )
                for name, one in zip(names.values(), exports, strict=True)
            )
        ),
    ]  # fmt: skip
    figures = figures_table(exports, language)
    if len(figures):

        def figure(value: float) -> str:
            if value != value:
                return say("missing")
            return format_number(value, 0 if abs(value) >= 100 else 1, language)

        blocks += [
            Heading(say("figures")),
            DataTable(
                figures, "figures", say("figures"), say("figures_note"),
                formats=dict.fromkeys(names, figure), labels=names | {"item": say("item")},
            ),
        ]  # fmt: skip
    answers = answers_table(exports)
    blocks.append(Heading(say("answers")))
    if len(answers):
        shown = pd.DataFrame({"question": answers["question"]})
        for name in names:
            shown[name] = [
                say("missing")
                if pd.isna(mean)
                else f"{format_number(float(mean), 1, language)} ({int(n)})"
                for mean, n in zip(answers[name], answers[f"{name}_n"], strict=True)
            ]
        blocks.append(
            DataTable(
                shown, "answers", say("answers"), say("answers_note"),
                labels=names | {"question": say("question")},
            )
        )  # fmt: skip
    else:
        blocks.append(Paragraph(say("no_answers")))
    members = members_table(exports)
    if len(members):
        blocks += [
            Heading(say("members")),
            DataTable(
                members.astype(dict.fromkeys(names, "float64")), "members", say("members"),
                say("members_note"), formats=dict.fromkeys(names, 0),
                labels=names | {"kind": say("kind")},
            ),
        ]  # fmt: skip
    return Document(
        say("title"),
        say("subtitle" if len(exports) > 2 else "subtitle_one").format(
            name=mine.name, n=len(exports) - 1
        ),
        "de" if language == "de" else "en",
        tuple(blocks),  # type: ignore[arg-type]
        "comparison",
    )
