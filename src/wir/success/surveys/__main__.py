"""Draft the mapping of a survey, or check answers with it (``python -m wir.success.surveys NAME``).

Without ``mapping.csv`` in ``data/raw/own/NAME/survey`` a draft is written beside the exports; with
it the answers are read, and what is odd about them is written to ``report.csv``.
"""

from __future__ import annotations

import argparse
import sys

import pandas as pd

from wir.data.errors import DataError
from wir.files import replacing
from wir.success.answers import (
    DRAFT,
    MAPPING,
    REPORT,
    read_all,
    read_answers,
    survey_folder,
)
from wir.success.surveys.mapping import write_mapping
from wir.success.surveys.suggest import suggest_mapping
from wir.success.surveys.survey import KINDS


def main(argv: list[str] | None = None) -> int:
    """Run the command line; return the exit code (0 fine, 1 a problem that the message names)."""
    parser = argparse.ArgumentParser(
        prog="python -m wir.success.surveys",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", help="name of the folder below data/raw/own")
    options = parser.parse_args(argv)
    try:
        folder = survey_folder(options.name)
        if (folder / MAPPING).is_file():
            _check(options.name)
        else:
            _draft(options.name)
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _draft(name: str) -> None:
    folder = survey_folder(name)
    surveys = read_all(folder)
    drafts = []
    for survey in surveys:
        draft = suggest_mapping(survey)
        draft["file"] = survey.file if len(surveys) > 1 else ""
        drafts.append(draft)
        found = int((draft["item"] != "").sum())
        print(
            f"{survey.file}: {survey.format}, {survey.rows} rows; {found} of {len(draft)} columns"
        )
    write_mapping(pd.concat(drafts, ignore_index=True), folder / DRAFT)
    print(f"\nCheck each line of data/raw/own/{name}/survey/{DRAFT}, and save it as {MAPPING}.")


def _check(name: str) -> None:
    answers = read_answers(name)
    table = answers.table
    print(
        f"{len(table)} rows, {table['respondent'].nunique()} respondents, "
        f"{table['alliance'].nunique()} alliances, waves "
        f"{', '.join(str(one) for one in sorted(table['wave'].unique()))}"
    )
    for kind, number in answers.report["kind"].value_counts().reindex(list(KINDS)).dropna().items():
        print(f"{int(number):6d}  {kind}: {KINDS[str(kind)]}")
    with replacing(survey_folder(name) / REPORT) as temporary:
        answers.report.to_csv(
            temporary, sep=";", index=False, encoding="utf-8-sig", lineterminator="\r\n"
        )
    print(f"\nEach of them, with file, row and column: data/raw/own/{name}/survey/{REPORT}")


if __name__ == "__main__":
    sys.exit(main())
