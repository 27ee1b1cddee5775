"""Colours can be seen on white and told apart, also by those who see two primary colours."""

from itertools import combinations

import numpy as np
import pytest

from wir.publish import palette, plots_space

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
SIGHT = {
    "full": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
}  # fmt: skip
SETS = {
    "east and west": tuple(palette.EAST_WEST.values()),
    "alliance and other": tuple(palette.ALLIANCE_OTHER.values()),
    "pillars": palette.PILLARS,
    "categories": palette.CATEGORIES,
    "areas of occupations": plots_space.COLOURS,
}
LEAST = {"areas of occupations": 15}
"""Least distance of two colours of a set; 10 where not given."""
GROUNDS = {"light": "#FFFFFF", "dark": "#14181E", "dark book": "#121212"}


def linear(colour):
    values = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def contrast(one, other="#FFFFFF"):
    light = sorted(linear(colour) @ [0.2126, 0.7152, 0.0722] + 0.05 for colour in (one, other))
    return light[1] / light[0]


def lab(rgb):
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722],
                    [0.0193, 0.1192, 0.9505]]) @ np.clip(rgb, 0, 1)  # fmt: skip
    xyz = xyz / [0.9505, 1.0, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("name", SETS)
def test_marks_stand_out_from_white(name):
    for colour in (*SETS[name], palette.INK, palette.FAINT):
        assert contrast(colour) >= 3, colour


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("name", SETS)
def test_colours_of_one_set_can_be_told_apart(name, sight):
    for one, other in combinations(SETS[name], 2):
        distance = np.linalg.norm(
            lab(SIGHT[sight] @ linear(one)) - lab(SIGHT[sight] @ linear(other))
        )
        assert distance >= LEAST.get(name, 10), (one, other)


@pytest.mark.parametrize("ground", GROUNDS)
def test_areas_of_occupations_stand_out_in_both_themes(ground):
    for colour in (*plots_space.COLOURS, plots_space.ONE_COLOUR):
        assert contrast(colour, GROUNDS[ground]) >= 3, colour


def test_east_west_and_alliances_have_colours_of_their_own():
    own = {palette.EAST, palette.WEST, palette.ALLIANCE}
    assert not own & set(palette.PILLARS)


def test_too_many_categories_are_refused():
    with pytest.raises(ValueError, match="7 pillars"):
        palette.pillar_colours(list("abcdefg"))
    assert palette.category_colours(["a"]) == {"a": palette.CATEGORIES[0]}
