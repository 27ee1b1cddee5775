import numpy as np
import pandas as pd
import pytest

from wir.potential.hierarchy import read_structure


def test_layers_from_indicators_to_the_index(structure: pd.DataFrame) -> None:
    hierarchy = read_structure(structure)
    assert hierarchy.indicators == ["a", "b", "c", "d"]
    assert [layer.name for layer in hierarchy.layers] == ["pillar", "index"]
    assert hierarchy.layers[0].parent.tolist() == [0, 0, 1, 1]
    assert hierarchy.layers[1].groups == ["index"]
    np.testing.assert_array_equal(hierarchy.direction, [1, 1, 1, -1])


def test_three_levels_with_weights() -> None:
    table = pd.DataFrame(
        {
            "indicator": list("abc"),
            "pillar": ["p", "q", "r"],
            "half": ["x", "x", "y"],
            "pillar_weight": [1, 3, 1],
            "half_weight": [2, 2, 1],
        }
    )
    layers = read_structure(table, ("pillar", "half")).layers
    assert layers[1].weights.tolist() == [1, 3, 1]
    assert layers[1].parent.tolist() == [0, 0, 1]
    assert layers[2].weights.tolist() == [2, 1]


def test_given_weights_replace_those_of_the_table(structure: pd.DataFrame) -> None:
    given = structure.assign(weight=1.0)
    hierarchy = read_structure(given, ("pillar",), {"b": 4.0}, {"two": 3.0})
    assert hierarchy.layers[0].weights.tolist() == [1, 4, 1, 1]
    assert hierarchy.layers[1].weights.tolist() == [1, 3]
    assert given["weight"].tolist() == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"weight": [1, -1, 1, 1]}, r"weight of 'b' in pillar 'one' is -1"),
        ({"weight": [0, 0, 1, 1]}, r"All weights in pillar 'one' are zero \('a', 'b'\)"),
        ({"weight": ["x", 1, 1, 1]}, r"'weight' has 'x' in row 0 \('a'\)"),
        ({"direction": [1, 1, 0, 1]}, r"direction of 'c' is 0. Expected 1"),
        ({"indicator": ["a", "a", "c", "d"]}, r"more than once: 'a'"),
        ({"pillar": ["one", None, "two", "two"]}, r"no 'pillar' in row 1"),
        ({"pillar_weight": [1, 2, 1, 1]}, r"pillar 'one' has more than one 'pillar_weight'"),
        ({"pillar_weight": [0, 0, 0, 0]}, r"All weights in index 'index' are zero"),
        ({"pillar_weight": [1, 1, -2, -2]}, r"weight of 'two' in index 'index' is -2"),
    ],
)
def test_bad_structure_is_named(
    structure: pd.DataFrame, change: dict[str, list[object]], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        read_structure(structure.assign(**change))


def test_missing_column_suggests_the_nearest_name(structure: pd.DataFrame) -> None:
    renamed = structure.rename(columns={"pillar": "piller"})
    with pytest.raises(ValueError, match=r"no column 'pillar'. Did you mean 'piller'"):
        read_structure(renamed)


def test_unknown_names_among_weights(structure: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match=r"pillar_weights names 'three'.*'one', 'two'"):
        read_structure(structure, pillar_weights={"three": 1.0})
    with pytest.raises(ValueError, match=r"indicator_weights names 'z'"):
        read_structure(structure, indicator_weights={"z": 1.0})


def test_a_pillar_in_two_halves_is_refused() -> None:
    table = pd.DataFrame({"indicator": ["a", "b"], "pillar": ["p", "p"], "half": ["x", "y"]})
    with pytest.raises(ValueError, match=r"pillar 'p' has more than one 'half'"):
        read_structure(table, ("pillar", "half"))
