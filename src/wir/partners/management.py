"""How healthy a partnership is, from its own lists of members and projects.

Each item has a value, a reference to compare it with, and what could be done. A list or a column
that is not there makes an item unknown; it is no error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse.csgraph import connected_components

from wir.partners.own_lists import OwnList, kind_of, year_of, yes_no

IDLE_YEARS = 2
"""Years without a project or other sign of activity after which a member counts as inactive."""
NAMED = 5
"""Members named at most in a cell."""
LARGEST = 200
"""Organisations of a district up to which dependence is computed."""
NEW_AFTER = 3
"""Years at the start of the programme in which everybody is new."""
SECTORS = {"HES": "science", "REC": "science", "PRC": "firm", "PUB": "society", "OTH": "society"}
"""Kind → firm, science or society (public bodies, associations, others)."""
HEAD = ("coord", "koord", "leit", "lead")
"""Beginnings of the role of a coordinator."""

ITEM_COLUMNS = [
    "item", "label", "value", "unit", "reference", "reference_of", "side", "detail",
    "what_to_do", "missing",
]  # fmt: skip


@dataclass(frozen=True)
class Partnership:
    """Members and projects of an alliance in one form.

    Attributes
    ----------
    members
        Indexed by name: ``kind``, ``sector``, ``ags``, ``inside`` (in a district of the alliance),
        ``coordinator``, ``new_to_rd``, ``joined``, ``last_active``; missing where not known.
    projects
        ``project``, ``name``, ``kind_of_tie``, ``start``, ``end``; None where there is no list.
    regional
        Whether the districts of the alliance are known, so that inside and outside can be told.
    year
        The present.
    """

    members: pd.DataFrame
    projects: pd.DataFrame | None
    regional: bool
    year: int

    @property
    def ties(self) -> pd.DataFrame:
        """Who has a project in common with whom, see `ties_of`; empty without a list."""
        nothing = pd.DataFrame(columns=["a", "b", "projects", "kinds"])
        return nothing if self.projects is None else ties_of(self.projects)


def partnership(
    members: OwnList | None,
    projects: OwnList | None,
    *,
    districts: pd.DataFrame,
    inside: list[str],
    matched: pd.Series | None = None,
    register: pd.DataFrame | None = None,
    year: int,
) -> Partnership:
    """Return members and projects in one form.

    Parameters
    ----------
    members, projects
        Results of `wir.partners.own_lists.read_list`; None where there is no such list. Without a
        list of members, those who take part in projects are the members.
    districts
        The table ``districts``: ``ags``, ``name``.
    inside
        Districts of the alliance.
    matched
        Confirmed organisations by name, see `wir.partners.matching.confirmed`.
    register
        ``organisation_id``, ``ags``, ``activity_type``: fills in what the list does not say, for
        confirmed matches only.
    year
        The present.

    Raises
    ------
    ValueError
        If there is neither list.
    """
    if members is None and projects is None:
        raise ValueError(
            "There is neither a list of members nor one of projects. Put members.xlsx or "
            "projects.xlsx (or .csv) into the folder."
        )
    table = pd.DataFrame(columns=["name"]) if members is None else members.table
    there = None if projects is None else _projects(projects.table)
    names = table["name"].dropna() if len(table) else pd.Series(dtype=str)
    others = [] if there is None else [one for one in there["name"] if one not in set(names)]
    listed = table[table["name"].notna()].drop_duplicates("name").set_index("name")
    if members is None:
        listed = listed.reindex(list(dict.fromkeys(others)))
    index = listed.index
    known = _of_register(index, matched, register)
    kinds = [
        kind_of(_cell(listed, "kind", one), one) or known["activity_type"].get(one) for one in index
    ]
    ags = [
        _district(_cell(listed, "ags", one), districts) or known["ags"].get(one) for one in index
    ]
    frame = pd.DataFrame(
        {
            "kind": kinds,
            "sector": [SECTORS.get(str(one)) for one in kinds],
            "ags": ags,
            "coordinator": [
                (role := _cell(listed, "role", one)) is not None
                and role.casefold().startswith(HEAD)
                for one in index
            ],
            "new_to_rd": [yes_no(_cell(listed, "new_to_rd", one)) for one in index],
            "joined": [year_of(_cell(listed, "joined", one)) for one in index],
            "last_active": [year_of(_cell(listed, "last_active", one)) for one in index],
        },
        index=pd.Index(index, name="name"),
    )
    frame["inside"] = [one in set(inside) if isinstance(one, str) else None for one in frame["ags"]]
    return Partnership(frame, there, bool(inside), year)


def _cell(table: pd.DataFrame, column: str, name: str) -> str | None:
    value = table[column].get(name) if column in table else None
    return str(value) if isinstance(value, str) and value else None


def _projects(table: pd.DataFrame) -> pd.DataFrame:
    shown = table.dropna(subset=["project", "name"])
    text = {one: shown.get(one) for one in ("kind_of_tie", "start", "end")}
    return pd.DataFrame(
        {
            "project": shown["project"],
            "name": shown["name"],
            "kind_of_tie": text["kind_of_tie"],
            "start": None if text["start"] is None else [year_of(one) for one in text["start"]],
            "end": None if text["end"] is None else [year_of(one) for one in text["end"]],
        }
    ).drop_duplicates()


def _of_register(
    names: pd.Index, matched: pd.Series | None, register: pd.DataFrame | None
) -> dict[str, dict[str, str]]:
    if matched is None or register is None:
        return {"ags": {}, "activity_type": {}}
    rows = register.set_index("organisation_id")
    return {
        column: {
            str(name): str(rows[column][one])
            for name, one in matched.items()
            if name in set(names) and one in rows.index and pd.notna(rows[column][one])
        }
        for column in ("ags", "activity_type")
    }


def _district(text: str | None, districts: pd.DataFrame) -> str | None:
    """Return the key of a district given by key or by name; None where it is not one."""
    if not text:
        return None
    digits = text.strip().zfill(5) if text.strip().isdigit() else ""
    if digits in set(districts["ags"]):
        return digits
    short = districts["name"].str.split(",").str[0].str.casefold()
    found = districts["ags"][short == text.split(",")[0].strip().casefold()]
    return str(found.iloc[0]) if len(found) == 1 else None


def ties_of(projects: pd.DataFrame) -> pd.DataFrame:
    """Return which two members have a project in common: ``a`` < ``b``, ``projects``, ``kinds``."""
    pairs = projects.merge(projects, on="project", suffixes=("_a", "_b"))
    pairs = pairs[pairs["name_a"] < pairs["name_b"]]
    if pairs.empty:
        return pd.DataFrame(columns=["a", "b", "projects", "kinds"])
    grouped = pairs.groupby(["name_a", "name_b"])
    return pd.DataFrame(
        {
            "projects": grouped["project"].nunique(),
            "kinds": grouped["kind_of_tie_a"].nunique(),
        }
    ).reset_index(names=["a", "b"])


def what_breaks(ties: pd.DataFrame) -> pd.DataFrame:
    """Return what happens if a member leaves, for each member with a tie.

    Parameters
    ----------
    ties
        Result of `ties_of`.

    Returns
    -------
    DataFrame
        Indexed by name: ``partners``, ``cut_off`` (members of its group that would no longer hang
        together with the largest part of it), ``alone`` (members that would have no tie left). The
        most consequential first.
    """
    names = pd.Index(sorted(set(ties["a"]) | set(ties["b"])), name="name")
    first, second = names.get_indexer(pd.Index(ties["a"])), names.get_indexer(pd.Index(ties["b"]))
    network = np.zeros((len(names), len(names)), dtype=bool)
    network[first, second] = network[second, first] = True
    _, group = connected_components(network, directed=False)
    rows = []
    for one in range(len(names)):
        rest = np.flatnonzero((group == group[one]) & (np.arange(len(names)) != one))
        _, label = connected_components(network[np.ix_(rest, rest)], directed=False)
        sizes = np.bincount(label)
        rows.append((network[one].sum(), len(rest) - sizes.max(), (sizes == 1).sum()))
    table = pd.DataFrame(rows, index=names, columns=["partners", "cut_off", "alone"])
    order = ["cut_off", "alone", "partners"]
    return table.sort_values(order, ascending=False, kind="stable")


def reference_values(
    participations: pd.DataFrame, organisations: pd.DataFrame, *, smallest: int = 8
) -> pd.DataFrame:
    """Return what the items are in Horizon 2020, as a yardstick.

    Parameters
    ----------
    participations
        ``project``, ``organisation_id``, ``year``.
    organisations
        ``organisation_id``, ``ags``, ``activity_type``.
    smallest
        German partners of a project from which on it counts.

    Returns
    -------
    DataFrame
        Indexed by item: ``reference`` (median), ``lower``, ``upper`` (quartiles), ``of`` (of what).

    Notes
    -----
    Shares are those of projects with at least `smallest` German partners. Concentration and
    dependence are those of districts with that many organisations and twice as many projects: the
    largest organisation's share of projects, and the largest share cut off if one left. Neither is
    an alliance; they are partnerships whose partners are known, a yardstick and no target.
    """
    everything = participations.drop_duplicates(["project", "organisation_id"]).merge(
        organisations[["organisation_id", "ags", "activity_type"]], on="organisation_id"
    )
    everything["sector"] = everything["activity_type"].map(SECTORS)
    size = everything.groupby("project")["organisation_id"].nunique()
    table = everything[everything["project"].isin(size.index[size >= smallest])]
    placed = table.dropna(subset=["ags"])
    largest_place = placed.groupby("project")["ags"].agg(lambda one: one.value_counts().iloc[0])
    share = table.groupby("project")["sector"].value_counts(normalize=True).unstack(fill_value=0)
    share = share.reindex(columns=["firm", "science", "society"], fill_value=0.0)
    values = {
        "regional_share": 100 * largest_place / placed.groupby("project").size(),
        "firm_share": 100 * share["firm"],
        "science_share": 100 * share["science"],
        "society_share": 100 * share["society"],
        "balance": 100 * share.apply(_evenness, axis=1),
    }
    rows = {
        item: (*one.quantile([0.5, 0.25, 0.75]), f"median of {len(one)} projects of Horizon 2020")
        for item, one in values.items()
        if len(one)
    }
    rows |= _of_regions(everything, smallest) | _of_pairs(everything)
    return pd.DataFrame.from_dict(
        rows, orient="index", columns=["reference", "lower", "upper", "of"]
    )


Rows = dict[str, tuple[float, float, float, str]]


def _of_regions(table: pd.DataFrame, smallest: int) -> Rows:
    """Return concentration and dependence in districts with enough organisations and projects."""
    shares, cuts = [], []
    for _, part in table.dropna(subset=["ags"]).groupby("ags"):
        if part["organisation_id"].nunique() < smallest:
            continue
        counts = part.groupby("organisation_id")["project"].nunique()
        total = part["project"].nunique()
        if total >= 2 * smallest:
            shares.append(100 * counts.max() / total)
        renamed = part.rename(columns={"organisation_id": "name"})
        ties = ties_of(renamed[["project", "name"]].assign(kind_of_tie=None))
        names = sorted(set(ties["a"]) | set(ties["b"]))
        if smallest <= len(names) <= LARGEST:
            cuts.append(100 * what_breaks(ties)["cut_off"].iloc[0] / (len(names) - 1))
    rows: Rows = {}
    for item, values in (("coordinator_share", shares), ("broker_dependence", cuts)):
        if values:
            low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
            of = f"median of {len(values)} districts in Horizon 2020"
            rows[item] = (float(middle), float(low), float(high), of)
    return rows


def _of_pairs(table: pd.DataFrame) -> Rows:
    """Return the share of pairs with several projects, and of participants new to the programme."""
    from scipy import sparse

    project, who = (pd.factorize(table[one])[0] for one in ("project", "organisation_id"))
    member = sparse.coo_array((np.ones(len(table)), (who, project))).tocsr()
    common = sparse.triu(member @ member.T, 1).tocsr()
    rows: Rows = {}
    if common.nnz:
        share = 100 * float((common.data > 1).mean())
        rows["multiplex_share"] = (share, share, share, "all pairs in Horizon 2020")
    dated = table.dropna(subset=["year"])
    first = dated.groupby("organisation_id")["year"].transform("min")
    late = dated["year"] > dated["year"].min() + NEW_AFTER
    if late.any():
        share = 100 * float((dated["year"] == first)[late].to_numpy().mean())
        of = f"participants of Horizon 2020 from {int(dated['year'].min()) + NEW_AFTER + 1} on"
        rows["newcomer_share"] = (share, share, share, f"{of} that were new to it")
    return rows


def _evenness(shares: pd.Series) -> float:
    """Return how even three shares are: entropy over its largest value, 0–1."""
    there = shares[shares > 0]
    return float(-(there * np.log(there)).sum() / np.log(3))


def health(partners: Partnership, references: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the items of health of a partnership.

    Parameters
    ----------
    partners
        Result of `partnership`.
    references
        Result of `reference_values`, or values of other alliances in the same form.

    Returns
    -------
    DataFrame
        `ITEM_COLUMNS`: ``item``, ``label``, ``value`` (missing where unknown) with ``unit``,
        ``reference`` and whose it is, ``side`` (above or below the middle half of the
        reference, like the reference, no reference, unknown), ``detail``, ``what_to_do`` (where the
        value lies on a side that calls for something), ``missing`` (what an unknown item needs).
    """
    rows = []
    for item, (label, advice, needs, compute) in ITEMS.items():
        value, detail, fixed = compute(partners)
        reference, low, high, of = fixed, fixed, fixed, "rule of thumb" if fixed is not None else ""
        if references is not None and item in references.index:
            known = references.loc[item]
            reference, low, high = map(float, known[["reference", "lower", "upper"]])
            of = str(known["of"])
        side = _side(value, low, high)
        rows.append(
            {
                "item": item,
                "label": label,
                "value": np.nan if value is None else value,
                "unit": "%",
                "reference": np.nan if reference is None else reference,
                "reference_of": of or "none known",
                "side": side,
                "detail": detail,
                "what_to_do": advice.get(side, ""),
                "missing": needs if value is None else "",
            }
        )
    return pd.DataFrame(rows, columns=ITEM_COLUMNS)


def _side(value: float | None, low: float | None, high: float | None) -> str:
    if value is None:
        return "unknown"
    if low is None or high is None or pd.isna(low) or pd.isna(high):
        return "no reference"
    return "above" if value > high else "below" if value < low else "like the reference"


Found = tuple[float | None, str, float | None]
"""Value, detail in words, fixed reference."""


def _concentration(partners: Partnership) -> Found:
    if partners.projects is None or partners.projects.empty:
        return None, "", None
    shares = partners.projects.groupby("name")["project"].nunique()
    total = partners.projects["project"].nunique()
    heads = list(partners.members.index[partners.members["coordinator"]])
    heads = [one for one in heads if one in shares.index] or [str(shares.idxmax())]
    inside = partners.projects[partners.projects["name"].isin(heads)]["project"].nunique()
    return 100 * inside / total, f"{', '.join(heads)} in {inside} of {total} projects", 50.0


def _broker(partners: Partnership) -> Found:
    ties = partners.ties
    if ties.empty:
        return None, "", None
    names = sorted(set(ties["a"]) | set(ties["b"]))
    worst = what_breaks(ties).iloc[0]
    lost = int(worst["cut_off"])
    text = f"if {worst.name} left, {lost} of {len(names) - 1} others would be cut off"
    return 100 * lost / max(len(names) - 1, 1), text, 10.0


def _inactive(partners: Partnership) -> Found:
    last = partners.members["last_active"].astype("float64")
    if partners.projects is not None and partners.projects["end"].notna().any():
        ends = partners.projects.groupby("name")["end"].max().astype(float)
        last = pd.concat([last, ends.reindex(last.index)], axis=1).max(axis=1)
    elif last.isna().all():
        return None, "", None
    idle = last.isna() | (last < partners.year - IDLE_YEARS)
    never = int(last.isna().sum())
    text = f"{int(idle.sum())} of {len(last)}; of them {never} without any sign of activity"
    names = ", ".join(map(str, last.index[idle][:NAMED]))
    more = ", …" if idle.sum() > NAMED else ""
    return 100 * float(idle.to_numpy().mean()), text + (f" ({names}{more})" if names else ""), 25.0


def _new_to_rd(partners: Partnership) -> Found:
    known = partners.members["new_to_rd"].dropna().astype(bool)
    if known.empty:
        return None, "", None
    text = f"{int(known.sum())} of {len(known)} members of whom it is known"
    return 100 * float(known.mean()), text, None


def _inside(partners: Partnership) -> Found:
    known = partners.members["inside"].dropna().astype(bool)
    if known.empty or not partners.regional:
        return None, "", None
    text = f"{int(known.sum())} of {len(known)} members whose district is known"
    return 100 * float(known.mean()), text, None


def _share(sector: str) -> Callable[[Partnership], Found]:
    def compute(partners: Partnership) -> Found:
        known = partners.members["sector"].dropna()
        if known.empty:
            return None, "", None
        count = int((known == sector).sum())
        return 100 * count / len(known), f"{count} of {len(known)} whose kind is known", None

    return compute


def _balance(partners: Partnership) -> Found:
    known = partners.members["sector"].dropna()
    if known.empty:
        return None, "", None
    counts = known.value_counts()
    words = ", ".join(f"{n} {one}" for one, n in counts.items())
    return 100 * _evenness(counts / len(known)), words, None


def _multiplex(partners: Partnership) -> Found:
    ties = partners.ties
    if partners.projects is None or ties.empty:
        return None, "", None
    if partners.projects["kind_of_tie"].notna().any():
        share = float((ties["kinds"] > 1).mean())
        text = f"ties of more than one kind: {int((ties['kinds'] > 1).sum())} of {len(ties)}"
    else:
        share = float((ties["projects"] > 1).mean())
        text = f"ties in several projects: {int((ties['projects'] > 1).sum())} of {len(ties)}"
    return 100 * share, text, None


Item = tuple[str, dict[str, str], str, Callable[[Partnership], Found]]

ITEMS: dict[str, Item] = {
    "coordinator_share": (
        "Projects that the coordinator takes part in",
        {"above": "Let members lead projects without the coordinator; ask those with most partners "
         "first."},
        "a list of projects (project, name)", _concentration,
    ),
    "broker_dependence": (
        "Members cut off if the most important broker left",
        {"above": "Bring the members that hang on this one together directly, in a project without "
         "it."},
        "a list of projects with two members or more in some of them", _broker,
    ),
    "inactive_share": (
        f"Members without activity for more than {IDLE_YEARS} years",
        {"above": "Call them: what would bring them back? Who does not want to stay may leave."},
        "the year of the last activity of members, or the end of projects", _inactive,
    ),
    "newcomer_share": (
        "Members new to research and development",
        {"below": "Ask firms that have never had a research project; chambers know them."},
        "a column “new to R&D” (yes or no) in the list of members", _new_to_rd,
    ),
    "regional_share": (
        "Members from the region",
        {"above": "Mostly among neighbours: see the supra-regional list for what is missing here.",
         "below": "Mostly from elsewhere: see the regional list for who could join."},
        "the district of members (a column, or confirmed matches), and of the alliance", _inside,
    ),
    "firm_share": (
        "Firms", {"below": "Look for firms in the regional list, also for those without ties yet."},
        "the kind of members (a column, a legal form, or confirmed matches)", _share("firm"),
    ),
    "science_share": (
        "Universities and research institutes",
        {"below": "Look for research in the supra-regional list, if the region has none."},
        "the kind of members", _share("science"),
    ),
    "society_share": (
        "Public bodies, associations and others",
        {"below": "Ask municipalities, chambers and associations; they open doors to users."},
        "the kind of members", _share("society"),
    ),
    "balance": (
        "Balance of firms, science and society (100: equal parts)",
        {"below": "See which of the three is smallest, and start there."},
        "the kind of members", _balance,
    ),
    "multiplex_share": (
        "Ties that rest on more than one project or kind",
        {"below": "A tie that rests on one project ends with it: agree on the next step before."},
        "a list of projects", _multiplex,
    ),
}  # fmt: skip
"""Item → label, what to do on which side of the reference, what is needed, function."""
