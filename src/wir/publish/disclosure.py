"""The disclosure gate: everything derived from confidential data passes it before it is shown.

How to use it, in a notebook or a module::

    gate = Gate(run="4-1-success-factors", folder=own_folder_or_None, min_n=5, min_alliances=3)
    who = answers.set_index("respondent")["alliance"]        # who is behind it: person -> alliance
    alpha = gate.number("alpha", 0.81, who, variable="anchoring")       # 0.81, or None if hidden
    means = gate.rows("means", table, {"coal": who_coal, "other": who_other}, hide=["mean", "low"])
    counts = gate.counts("themes", yes, who, group)          # table with margins; hidden cells <NA>
    points = gate.points("xy", frame, "x", "y", who)         # never single alliances
    label = gate.label(code_name, who_raised_it)             # words of the user are data, too
    quote = gate.quotation(text, alliance=…, raised_by=who_raised_it, consent=True)
    gate.close()                                             # writes the register
    gate.log                                                 # what was changed, without the values

What comes out goes to `record`, `figure`, `table` and `save_result`; what did not pass never does,
not even as the data of a figure. `folder` is the folder of the confidential data: the register of
what was published is kept there. For made-up data it is None, and the same rules apply.

The rules, with their defaults:

- `min_n` (5) respondents and `min_alliances` (3) alliances behind each figure. (Statistical offices
  ask for three to ten; five is usual for surveys.)
- Dominance: the `top` (2) largest alliances hold at most `dominance` (0.9) of it, the rule and the
  default of the ACRO tools (Green et al. 2023).
- Where all or nearly all of a group agree, those who do not could be found: the ones who did not
  say a thing must be enough, too. All of a group is as telling as one of it.
- Complementary suppression in tables with totals, see `wir.publish.suppression`.
- Differencing between outputs, also of earlier runs, see `wir.publish.published`.
- Quotations only with consent, on themes that enough people raised, without names, see
  `wir.publish.redaction`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from wir.publish.published import Group, Register
from wir.publish.redaction import Redaction
from wir.publish.suppression import TOTAL, suppress

MIN_N = 5
MIN_ALLIANCES = 3
TOP = 2
DOMINANCE = 0.9
LOG_COLUMNS = ["output", "what", "rule", "times"]


def check(
    who: pd.Series,
    *,
    min_n: int = MIN_N,
    min_alliances: int = MIN_ALLIANCES,
    top: int = TOP,
    dominance: float = DOMINANCE,
    weights: pd.Series | None = None,
) -> str:
    """Return why a figure about these people must not be shown; empty if it may.

    Parameters
    ----------
    who
        Respondent → alliance; a person counts once.
    min_n, min_alliances
        Least number of respondents and of alliances.
    top, dominance
        The `top` largest alliances may hold this share at most.
    weights
        What each respondent contributes to a sum (euros, say); one each if None.

    Raises
    ------
    ValueError
        If a respondent belongs to several alliances, or an alliance is missing.
    """
    people = _people(who)
    if len(people) < min_n:
        return f"fewer than {min_n} respondents"
    if people.nunique() < min_alliances:
        return f"fewer than {min_alliances} alliances"
    part = pd.Series(1.0, index=people.index)
    if weights is not None:
        given = weights.set_axis(weights.index.astype(str))
        part = given.groupby(level=0).sum().reindex(people.index).fillna(0.0).abs()
    held = part.groupby(people).sum().nlargest(top).sum()
    if part.sum() > 0 and held > dominance * part.sum() + 1e-12:
        return f"the {top} largest alliances hold more than {dominance:.0%}"
    return ""


def _people(who: pd.Series) -> pd.Series:
    """Return respondent → alliance, each respondent once."""
    if who.isna().any():
        raise ValueError("who: the alliance of a respondent is missing; leave such answers out")
    pairs = pd.DataFrame({"person": who.index.astype(str), "alliance": who.astype(str).to_numpy()})
    pairs = pairs.drop_duplicates()
    if pairs["person"].duplicated().any():
        raise ValueError(
            "who: a respondent belongs to several alliances; give each respondent a key of its own"
        )
    return pairs.set_index("person")["alliance"]


@dataclass
class Gate:
    """The gate of one run; see the module for its use.

    Parameters
    ----------
    run
        Name of the notebook; its outputs are registered under it.
    folder
        Folder of the confidential data; None for made-up data (nothing is written).
    min_n, min_alliances, top, dominance
        The thresholds, see `check`.
    unanimous
        Whether the people who did not say a thing must be enough, too, in counts.
    redaction
        What is taken out of quotations and labels.
    """

    run: str
    folder: Path | None = None
    min_n: int = MIN_N
    min_alliances: int = MIN_ALLIANCES
    top: int = TOP
    dominance: float = DOMINANCE
    unanimous: bool = True
    redaction: Redaction = field(default_factory=Redaction)
    _log: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.min_n < 1 or self.min_alliances < 1 or self.top < 1 or not 0 < self.dominance <= 1:
            raise ValueError("thresholds: min_n, min_alliances, top ≥ 1 and 0 < dominance ≤ 1")
        self.register = Register(self.folder, self.run)

    @property
    def log(self) -> pd.DataFrame:
        """What was hidden or changed: output, what, rule, times. Never a value."""
        rows = [(*key, times) for key, times in sorted(self._log.items())]
        return pd.DataFrame(rows, columns=LOG_COLUMNS)

    def note(self, output: str, what: str, rule: str, times: int = 1) -> None:
        """Enter a change into the log."""
        if times:
            key = (output, what, rule)
            self._log[key] = self._log.get(key, 0) + times

    def why_not(self, who: pd.Series, variable: str = "", weights: pd.Series | None = None) -> str:
        """Return the rule that a figure about these people breaks; empty if it may be shown."""
        rule = check(
            who,
            min_n=self.min_n,
            min_alliances=self.min_alliances,
            top=self.top,
            dominance=self.dominance,
            weights=weights,
        )
        if rule or not variable:
            return rule
        group = self.register.group(_people(who))
        if self.register.gives_away(variable, group, self._too_small):
            return "differs from an earlier output by too few"
        return ""

    def _too_small(self, members: Group) -> bool:
        return bool(members) and (
            len({person for person, _ in members}) < self.min_n
            or len({alliance for _, alliance in members}) < self.min_alliances
        )

    def _enter(self, output: str, variable: str, who: pd.Series) -> None:
        self.register.add(f"{self.run}/{output}", variable, self.register.group(_people(who)))

    def number(
        self,
        output: str,
        value: Any,
        who: pd.Series,
        *,
        variable: str = "",
        weights: pd.Series | None = None,
    ) -> Any:
        """Return a number if it may be shown, else None.

        Parameters
        ----------
        output
            Name of the output: letters, digits, hyphens; nothing from the data.
        value
            The number.
        who
            Respondent → alliance of all who are behind it.
        variable
            What it is about. Numbers with the same variable are checked against each other, also
            those of earlier runs; empty: `output`.
        weights
            Contribution per respondent, for sums.
        """
        rule = self.why_not(who, variable or output, weights)
        if rule:
            self.note(output, "number", rule)
            return None
        self._enter(output, variable or output, who)
        return value

    def rows(
        self,
        output: str,
        table: pd.DataFrame,
        who: Mapping[Any, pd.Series],
        *,
        hide: Sequence[str],
        variable: str = "",
    ) -> pd.DataFrame:
        """Return a table of figures, a group per row, with the figures of small groups missing.

        Parameters
        ----------
        output
            Name of the output.
        table
            One row per group; its index labels are the keys of `who`.
        who
            Label → (respondent → alliance); a row without an entry is hidden.
        hide
            Columns that come from confidential data, counts included.
        variable
            As in `number`; rows are checked in their order.
        """
        result = table.copy()
        for label in table.index:
            found = who.get(label)
            rule = "nobody is named for it" if found is None else ""
            if found is not None:
                rule = self.why_not(found, variable or output)
            if rule:
                self.note(output, "row", rule)
                for column in hide:
                    if not pd.api.types.is_float_dtype(result[column]):
                        result[column] = result[column].astype(object)
                    result.loc[label, column] = math.nan
            elif found is not None:
                self._enter(output, variable or output, found)
        for column in hide:
            result[column] = result[column].infer_objects()
        return result

    def counts(
        self,
        output: str,
        yes: pd.DataFrame,
        who: pd.Series,
        group: pd.Series | None = None,
        *,
        unit: str = "alliance",
        exclusive: bool = False,
        total: bool = True,
    ) -> pd.DataFrame:
        """Return how many alliances or respondents say yes, by group; hidden cells are missing.

        Parameters
        ----------
        output
            Name of the output.
        yes
            Index: respondents; a column of booleans per thing that can be said.
        who
            Respondent → alliance, for all of `yes`.
        group
            Respondent → group; one per alliance where `unit` is "alliance". No groups if None.
        unit
            ``"alliance"`` (at least one of its respondents says yes) or ``"respondent"``.
        exclusive
            Each unit says exactly one thing: the columns add up, and what a total gives away is
            checked in both directions.
        total
            Add the column ``All``.

        Returns
        -------
        DataFrame
            Things × groups, Int64.

        Raises
        ------
        ValueError
            If an alliance is in several groups and counts are of alliances.
        """
        who = _people(who)
        yes = yes.set_axis(yes.index.astype(str)).reindex(who.index).fillna(False).astype(bool)
        if group is None:
            groups = pd.Series(TOTAL, index=who.index)
        else:
            known = group.set_axis(group.index.astype(str)).reindex(who.index)
            groups = known.astype(object).fillna("not known").astype(str)
        if unit == "alliance" and groups.groupby(who).nunique().max() > 1:
            raise ValueError("counts: an alliance is in several groups; give it one")
        inside = {label: who.index[groups == label] for label in sorted(groups.unique())}
        if total and list(inside) != [TOTAL]:
            inside[TOTAL] = who.index
        counts = pd.DataFrame(0, index=yes.columns, columns=list(inside))
        upper = counts.astype(float)
        primary = counts.astype(bool)
        threshold = self.min_alliances if unit == "alliance" else self.min_n
        for label, people in inside.items():
            for thing in yes.columns:
                said = people[yes.loc[people, thing].to_numpy()]
                not_said = people[~who[people].isin(who[said])] if unit == "alliance" else (
                    people.difference(said)
                )  # fmt: skip
                units = who[said].nunique() if unit == "alliance" else len(said)
                counts.loc[thing, label] = units
                upper.loc[thing, label] = (
                    who[people].nunique() if unit == "alliance" else len(people)
                )
                rule = self.why_not(who[people], f"{output}: {thing}")
                if not rule and units:
                    rule = self.why_not(who[said])
                    if not rule and self.unanimous:
                        rule = self.why_not(who[not_said])
                        rule = rule and ("not said by " + rule if len(not_said) else "said by all")
                if rule:
                    primary.loc[thing, label] = True
                    self.note(output, "cell", rule)
                else:
                    self._enter(output, f"{output}: {thing}", who[people])
        checked = counts
        if exclusive and len(counts) > 1:
            checked = pd.concat([counts, counts.sum().to_frame(TOTAL).T])
            base = pd.DataFrame(False, index=[TOTAL], columns=counts.columns)
            primary = pd.concat([primary, base])
            upper = pd.concat([upper, upper.max().to_frame(TOTAL).T])
        hidden = suppress(checked, primary, threshold, upper).loc[counts.index]
        more = int((hidden & ~primary.loc[counts.index]).to_numpy().sum())
        self.note(output, "cell", "a total would give another one away", more)
        return counts.astype("Int64").mask(hidden)

    def points(
        self,
        output: str,
        table: pd.DataFrame,
        x: str,
        y: str,
        who: Mapping[Any, pd.Series],
        *,
        bins: int = 4,
    ) -> pd.DataFrame:
        """Return where points lie, as the middles of squares with enough people; never one point.

        Parameters
        ----------
        output
            Name of the output.
        table
            One row per alliance or respondent; its index labels are the keys of `who`.
        x, y
            Columns with values from 0 to 1.
        who
            Label → (respondent → alliance).
        bins
            Squares per side.

        Returns
        -------
        DataFrame
            `x`, `y` (middle of the square), ``n`` (points in it); squares with too few left out.
        """
        known = table[[x, y]].dropna()
        square = ((known.clip(0, 1 - 1e-9)) * bins).astype(int)
        kept = []
        for place, rows in square.groupby([x, y]):
            a, b = (float(str(one)) for one in place)
            people = pd.concat([who[label] for label in rows.index])
            rule = self.why_not(people, f"{output}: points {bins}")
            if rule:
                self.note(output, "square", rule)
                continue
            self._enter(output, f"{output}: points {bins}", people)
            kept.append(((a + 0.5) / bins, (b + 0.5) / bins, len(rows)))
        return pd.DataFrame(kept, columns=[x, y, "n"])

    def label(self, text: str, who: pd.Series, instead: str = "(not shown)") -> str:
        """Return a word of the user, such as the name of a code, if enough people are behind it.

        Names are taken out. Without enough people `instead` comes back.
        """
        if self.why_not(who):
            self.note("labels", "label", "too few behind it")
            return instead
        clean, changed = self.redaction.apply(str(text))
        self.note("labels", "word", "name or unknown word", changed)
        return clean

    def quotation(
        self,
        text: str,
        *,
        raised_by: pd.Series,
        consent: bool,
        paraphrase: str = "",
        longest: int = 400,
    ) -> str | None:
        """Return what somebody said, without names, if it may be shown; else None.

        Parameters
        ----------
        text
            The words.
        raised_by
            Respondent → alliance of all who raised the theme.
        consent
            Whether the person agreed to be quoted; anything but True is no.
        paraphrase
            Words to be shown instead; names are taken out of them as well.
        longest
            Longer ones are left out: the more is told, the easier somebody is recognised.
        """
        rule = "" if consent is True else "no consent to be quoted"
        rule = rule or ("theme: " + r if (r := self.why_not(raised_by)) else "")
        chosen = paraphrase.strip() or text
        rule = rule or ("longer than allowed" if len(chosen) > longest else "")
        if not rule:
            clean, changed = self.redaction.apply(chosen)
            words = [one for one in clean.split() if not one.startswith("[")]
            rule = "" if len(words) >= 4 and clean.count("[") <= len(words) / 3 else "little left"
        if rule:
            self.note("quotations", "quotation", rule)
            return None
        self.note("quotations", "paraphrase instead", "asked for", int(bool(paraphrase.strip())))
        self.note("quotations", "word", "name or unknown word", changed)
        return clean

    def close(self) -> None:
        """Write the register; call it when everything has been published."""
        self.register.save()
