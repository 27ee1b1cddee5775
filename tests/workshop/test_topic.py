"""The topics say the same in German and English."""

import pytest

from wir.workshop.agenda import ORDER
from wir.workshop.form import CHOICE
from wir.workshop.slides import FIGURES
from wir.workshop.topic import TOPICS, topic


def shape(value):
    if isinstance(value, str):
        return bool(value)
    if isinstance(value, tuple | list):
        return [shape(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return {
            name: shape(getattr(value, name))
            for name in value.__dataclass_fields__
            if name != "language"
        }
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items()}
    return value


@pytest.mark.parametrize("key", TOPICS)
def test_same_in_both_languages(key):
    german, english = topic(key, "de"), topic(key, "en")
    assert shape(german) == shape(english)
    assert german.title != english.title
    assert set(ORDER) <= set(german.sessions)


@pytest.mark.parametrize("key", TOPICS)
@pytest.mark.parametrize("language", ["de", "en"])
def test_complete(key, language):
    about = topic(key, language)
    for name in ORDER:
        session = about.sessions[name]
        assert session.goal
        assert len(session.steps) >= 2
        assert session.material
        assert session.tip
    assert {one.session for one in about.worksheets} == {"exercise-a", "exercise-b"}
    for sheet in about.worksheets:
        assert sheet.layout in {"grid", "table", "rings"}
        assert sheet.columns > 0 or sheet.layout != "grid"
        assert len(sheet.cells) == 4 or sheet.layout != "rings"
    assert key in FIGURES
    assert key in CHOICE


def test_unknown():
    with pytest.raises(ValueError, match="There is no topic 'x'"):
        topic("x", "de")
    with pytest.raises(ValueError, match="There is no language 'fr'"):
        topic("ecosystem", "fr")
