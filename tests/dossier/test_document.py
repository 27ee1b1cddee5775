"""The dossier as a whole: complete, in one language, and nothing that the figures do not carry."""

from __future__ import annotations

import re
from functools import cache

import pandas as pd
import pytest

from wir.data import load
from wir.documents import blocks
from wir.documents.html import html
from wir.documents.inline import plain
from wir.dossier.document import dossier_document
from wir.dossier.sections_learning import TABLES, attributions

ENGLISH = re.compile(
    r"\b(the|and|of|district|districts|alliance|growth|with|employees|none|known|scarce|open|firm|"
    r"university|region has|is not|not known)\b"
)
GERMAN = re.compile(r"\b(und|der|die|das|nicht|Kreise|Bündnis|keine|wächst|mit)\b")
SLIPS = re.compile(r"\b(nan|None|NaN|inf)\b|\d\.\d{4,}|\d,\d{4,}|\{[a-z_]+\}|  ")


@cache
def _made(key, language):
    return dossier_document(FACTS[key], language)


FACTS = {}


def made(facts, language):
    """Return the dossier of some facts, made once."""
    FACTS[id(facts)] = facts
    return _made(id(facts), language)


def texts(document):
    """Return every text of a document that is not a name from data or a source."""
    found = [document.subtitle, document.note]
    for block in document.blocks:
        if isinstance(block, blocks.Heading | blocks.Paragraph | blocks.Callout):
            found += [plain(block.text), getattr(block, "title", "")]
        elif isinstance(block, blocks.Bullets):
            found += [plain(one) for one in block.items]
        elif isinstance(block, blocks.Facts):
            found += [plain(one) for pair in block.pairs for one in pair]
        elif isinstance(block, blocks.DataTable | blocks.Chart):
            found += [block.title, plain(block.caption)]
            if isinstance(block, blocks.Chart):
                found.append(block.alt)
            else:
                found += [str(block.labels.get(one, one)) for one in block.frame.columns]
                for column in block.frame.columns:
                    if not pd.api.types.is_numeric_dtype(block.frame[column]):
                        found += [str(one) for one in block.frame[column]]
    return [one for one in found if one]


def own_words(document):
    """Return the texts without sources and names of alliances, which stand word for word."""
    sources = {plain(one) for one in attributions(TABLES)}
    names = sorted(load("alliances")["name"], key=len, reverse=True)
    found = []
    for text in texts(document):
        if text in sources:
            continue
        for name in [*names, "alliance.toml", "start_year"]:
            text = text.replace(str(name), "X")
        found.append(text)
    return found


@pytest.mark.parametrize("which", ["full", "bare"])
def test_german_is_german_and_english_is_english(which, request):
    facts = request.getfixturevalue(which)
    for text in own_words(made(facts, "de")):
        assert not ENGLISH.search(text), text
    for text in own_words(made(facts, "en")):
        if "erfunden" not in text.casefold():
            assert not GERMAN.search(text), text


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("which", ["full", "bare"])
def test_no_slips(which, language, request):
    for text in own_words(made(request.getfixturevalue(which), language)):
        assert not SLIPS.search(text), text


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_section_is_there_even_where_nothing_is_known(bare, full, language):
    def chapters(facts):
        return [
            one.text
            for one in made(facts, language).blocks
            if isinstance(one, blocks.Heading) and one.level == 1
        ]

    assert chapters(bare) == chapters(full)
    assert len(chapters(bare)) == 11
    assert len(made(bare, language).blocks) < len(made(full, language).blocks)


@pytest.mark.parametrize("language", ["de", "en"])
def test_five_to_eight_charts_with_data_and_words(full, language):
    charts = [one for one in made(full, language).blocks if isinstance(one, blocks.Chart)]
    assert 5 <= len(charts) <= 9
    for one in charts:
        assert len(one.data)
        assert one.alt
        assert one.caption
        assert one.source


def test_names_from_data_cannot_be_markup(full):
    page = html(made(full, "de"))
    assert "Erfundene *Firma* [A]" in page
    assert "<em>Firma</em>" not in page


def test_the_same_facts_in_both_languages(full):
    german, english = (made(full, one) for one in ("de", "en"))
    assert [type(one) for one in german.blocks] == [type(one) for one in english.blocks]
    assert [one.key for one in german.blocks if isinstance(one, blocks.DataTable)] == [
        one.key for one in english.blocks if isinstance(one, blocks.DataTable)
    ]


def test_german_numbers_have_decimal_commas(full):
    page = html(made(full, "de"))
    assert "546.5" in page  # inhabitants of Bautzen and Görlitz, in the German format
    assert "+1,2" in page


def test_quick_results_are_called_so(full):
    assert any("schnellere Fassung" in one for one in texts(made(full, "de")))
    assert any("quicker version" in one for one in texts(made(full, "en")))
