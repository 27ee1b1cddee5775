"""From exports and a mapping to answers on the instrument's coding, with a report."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from wir.success.instrument import IDENTIFIERS, check_answers, instrument
from wir.success.surveys.coding import item_codes
from wir.success.surveys.fields import alliance_keys, consented, respondents, waves
from wir.success.surveys.limits import SurveyError
from wir.success.surveys.mapping import CONSENT, LEFT_OUT, Entry, entries_of
from wir.success.surveys.people import Part, own_ids, pseudonyms, without_duplicates
from wir.success.surveys.roles import QUESTION
from wir.success.surveys.survey import ISSUE_COLUMNS, KINDS, Notes, Survey


@dataclass(frozen=True)
class Applied:
    """Answers on the instrument's coding, and what was odd.

    Attributes
    ----------
    answers
        One row per respondent and wave: ``respondent``, ``alliance``, ``wave``, the descriptors
        and all items in the order of the instrument, as `wir.success.instrument` describes.
    report
        ``kind``, ``file``, ``row``, ``column``, ``found``, ``expected``, ``what_to_do``, ordered by
        kind. What is found never shows a text that someone wrote.
    """

    answers: pd.DataFrame
    report: pd.DataFrame

    def summary(self) -> pd.DataFrame:
        """Return how many issues of each kind there are, with what the kind means."""
        counts = self.report["kind"].value_counts()
        kinds = [kind for kind in KINDS if kind in counts.index]
        return pd.DataFrame(
            {"issues": counts.reindex(kinds), "meaning": [KINDS[kind] for kind in kinds]},
            index=pd.Index(kinds, name="kind"),
        )


def apply_mapping(
    surveys: Survey | Sequence[Survey],
    mapping: pd.DataFrame | Sequence[Entry],
    *,
    alliances: Collection[str] | None = None,
    keep_incomplete: bool = False,
) -> Applied:
    """Return the answers of one or several exports on the instrument's coding.

    Parameters
    ----------
    surveys
        From `read_survey`; several, for example one per wave.
    mapping
        From `load_mapping`, or a table as `suggest_mapping` drafts it.
    alliances
        Keys that are known; rows of others are left out and reported. None: any key.
    keep_incomplete
        Keep questionnaires that were begun and not sent. By default they are left out, as who
        does not send a questionnaire has not given the answers.

    Returns
    -------
    Applied
        Numbers as answered: reverse-coded items are not turned round (``reverse`` in the mapping
        is for exports that code a scale the other way round).

    Raises
    ------
    SurveyError
        No alliance, no item, a mapped column that was dropped, labels in the file that contradict
        the mapping, or nothing left.
    """
    lines = entries_of(mapping) if isinstance(mapping, pd.DataFrame) else list(mapping)
    given = [surveys] if isinstance(surveys, Survey) else list(surveys)
    if not given:
        raise SurveyError("There is no survey to map. Read one with read_survey first.")
    parts: list[Part] = []
    reports = [one.issues for one in given]
    for survey in given:
        notes = Notes(survey.file)
        parts += _parts(survey, lines, notes, alliances, keep_incomplete)
        reports.append(notes.table())
    parts = [one for one in parts if len(one.table)]
    files = ", ".join(one.file for one in given)
    if not parts:
        raise SurveyError(
            f"{files}: no row is left. {_why(reports)} Look at the columns consent, alliance and "
            "finished in the file, and at their lines in the mapping."
        )
    together = Notes(files)
    pseudonyms(parts, together)
    own_ids(parts, together)
    answers = without_duplicates(parts, together)
    _unmapped_items(lines, together)
    _checked(answers, together)
    reports.append(together.table())
    report = pd.concat(reports, ignore_index=True)
    order = {kind: place for place, kind in enumerate(KINDS)}
    report = report.sort_values(
        "kind", key=lambda kinds: kinds.map(order), kind="stable", ignore_index=True
    )
    return Applied(answers.drop(columns=["_file", "_row"]), report[ISSUE_COLUMNS])


def _why(reports: Sequence[pd.DataFrame]) -> str:
    counts = pd.concat(reports)["kind"].value_counts()
    return "; ".join(f"{kind}: {number}" for kind, number in counts.items()) + "."


def _parts(
    survey: Survey, lines: Sequence[Entry], notes: Notes, alliances: Collection[str] | None,
    keep_incomplete: bool,
) -> list[Part]:  # fmt: skip
    """Return the rows of a survey, one part per wave of the mapping."""
    mine = _for_file(lines, survey, notes)
    rows = _used_rows(survey, mine, notes, keep_incomplete)
    numbers = sorted({one.wave for one in mine.values() if one.wave is not None})
    result = []
    chosen_waves: list[int | None] = [*numbers] or [None]
    for wave in chosen_waves:
        chosen = [one for one in mine.values() if one.wave in (None, wave)]
        result.append(_part(survey, chosen, wave, rows, notes, alliances))
    return result


def _for_file(lines: Sequence[Entry], survey: Survey, notes: Notes) -> dict[int, Entry]:
    """Return the lines for a file by their row; columns that are missing or unmapped are noted.

    A line for the file by name comes before one for all files.
    """
    mine: dict[tuple[str, int | None], Entry] = {}
    for one in lines:
        if one.is_for(survey.file) and one.item != LEFT_OUT:
            before = mine.get((one.item, one.wave))
            if before is None or (one.file and not before.file):
                mine[one.item, one.wave] = one
    left_out = {one.column for one in lines if one.is_for(survey.file) and one.item == LEFT_OUT}
    found = {}
    for one in mine.values():
        if one.constant or one.column in survey.answers:
            found[one.row] = one
        elif one.column in survey.columns.index:
            raise SurveyError(
                f"{survey.file}: column {one.column[:60]!r}, mapped to {one.item}, was dropped as "
                f"{survey.columns['role'][one.column]}. Read the file with keep=[…] naming the "
                "column, if it is an item."
            )
        else:
            notes.add(
                "unmapped item", None, one.column[:80], "no such column",
                f"a column for {one.item}",
                f"Correct row {one.row} of the mapping, or export the column.",
            )  # fmt: skip
    names = {one.column for one in found.values()}
    if not any(one.item in instrument().items for one in found.values()):
        raise SurveyError(
            f"{survey.file}: none of the columns that the mapping names for items is in the file, "
            f"which has {len(survey.columns)} columns. Is it another export, or without its header "
            "row? Make a new draft with suggest_mapping."
        )
    if not any(one.item == "alliance" for one in found.values()):
        raise SurveyError(
            f"{survey.file}: no column says which alliance an answer is about. Map one to "
            "“alliance”, or write a line without a column, the item alliance and the alliance's "
            "key in “values”."
        )
    for name, column in survey.columns.iterrows():
        if column["role"] == QUESTION and name not in names and name not in left_out:
            notes.add(
                "unmapped column", None, str(name)[:80], "in no line of the mapping",
                "an item, or -",
                "Map it to an item, or write - as its item.",
            )  # fmt: skip
    return found


def _used_rows(
    survey: Survey, mine: Mapping[int, Entry], notes: Notes, keep_incomplete: bool
) -> pd.Index:
    """Return the rows that count: no tests, sent, with consent."""
    use = ~survey.test
    for row in survey.test.index[survey.test]:
        notes.add("test row", row, "", "a preview or test", "an answer", "Nothing: it is left out.")
    unsent = (survey.complete == False).fillna(False).astype(bool) & use  # noqa: E712
    for row in survey.complete.index[unsent]:
        done = "It is kept." if keep_incomplete else "It is left out (keep_incomplete keeps it)."
        notes.add("incomplete", row, "", "begun, not sent", "a questionnaire that was sent", done)
    if not keep_incomplete:
        use &= ~unsent
    entry = next((one for one in mine.values() if one.item == CONSENT), None)
    if entry is None:
        notes.add(
            "consent missing", None, "", "no column of consent", "a column mapped to consent",
            "Be sure that everyone in the file consented, or map the column.",
        )  # fmt: skip
        return survey.answers.index[use]
    valid = survey.valid_in(entry.column)
    agreed = pd.Series([consented(one, entry) for one in valid], index=valid.index)
    for row in valid.index[use & ~agreed]:
        notes.add(
            "consent missing", row, entry.column, "no consent", "yes", "Nothing: it is left out."
        )
    return survey.answers.index[use & agreed]


def _part(
    survey: Survey, lines: Sequence[Entry], wave: int | None, rows: pd.Index, notes: Notes,
    alliances: Collection[str] | None,
) -> Part:  # fmt: skip
    """Return the rows of a survey in one wave."""
    known = instrument()
    valid = survey.valid().loc[rows]
    table = pd.DataFrame(index=rows)
    by_item = {one.item: one for one in sorted(lines, key=lambda one: one.wave is not None)}
    table["respondent"] = respondents(survey, by_item.get("respondent"), valid, notes)
    table["alliance"] = alliance_keys(by_item["alliance"], valid, notes, alliances)
    if wave is not None:
        table["wave"] = float(wave)
    else:
        table["wave"] = waves(by_item.get("wave"), valid, notes)
    for key in [*known.descriptors, *known.items]:
        entry = by_item.get(key)
        if entry is None:
            table[key] = pd.Series(
                None, rows, dtype="str" if key in known.descriptors else "float64"
            )
        else:
            table[key] = item_codes(survey, entry, rows, notes)
    asked = [one.item for one in lines if one.wave == wave and one.item in known.items]
    if wave is not None and asked:
        table = table[table[asked].notna().any(axis=1)]  # others did not take part in this wave
    whole = table["alliance"].notna() & table["wave"].notna() & table["respondent"].notna()
    table = table[whole]
    empty = table[list(known.items)].isna().all(axis=1)
    for row in table.index[empty]:
        notes.add(
            "incomplete", row, "", "no item answered", "answers", "Nothing: the row is left out."
        )
    table = table[~empty]
    return Part(table.reset_index(drop=True), survey.file, notes, list(table.index))


def _unmapped_items(lines: Sequence[Entry], notes: Notes) -> None:
    mapped = {one.item for one in lines}
    questions = {**instrument().descriptors, **instrument().items}
    for key in questions:
        if key not in mapped:
            notes.add(
                "unmapped item", None, "", "no line in the mapping", f"a column for {key}",
                "Map one if it was asked; constructs without it are scored from fewer items.",
            )  # fmt: skip


def _checked(answers: pd.DataFrame, notes: Notes) -> None:
    """Note what the instrument finds: answers that were not asked for, parts beyond a whole."""
    found = check_answers(answers[[*IDENTIFIERS, *instrument().descriptors, *instrument().items]])
    for row, column, problem, told, wanted in found.itertuples(index=False):
        if row == "" or problem not in ("not asked", "more than the whole", "incomplete"):
            continue
        kind = "incomplete" if problem == "incomplete" else "routing"
        notes.rows.append(
            (
                kind, answers["_file"][row], answers["_row"][row], column, told, wanted,
                "It is kept. Check the answer, or the routing of your questionnaire.",
            )
        )  # fmt: skip
