from wir.publish import page_numbers
from wir.publish.build import Progress, readable
from wir.publish.references import resolve_number


def test_warnings_are_grouped_by_page(tmp_path):
    text = (
        f"{tmp_path}/index.md:12: WARNING: no such thing\n"
        f"\x1b[91m{tmp_path}/b/data.md: WARNING: other\x1b[39;49;00m\n"
        f"{tmp_path}/index.md:14: WARNING: again\n"
        "WARNING: without a page\n"
    )
    lines = readable(text, tmp_path)
    assert lines == [
        "b/data.md",
        "  other",
        "index.md",
        "  line 12: no such thing",
        "  line 14: again",
        "the book",
        "  without a page",
    ]


def test_progress_away_from_a_terminal_is_rare(capsys):
    import sys

    stream = Progress(sys.stdout)
    for number in range(1000):
        stream.write(f"reading sources... [{number}%]\r")
    assert capsys.readouterr().out == ""
    stream.shown -= 11
    stream.write("\x1b[01mwriting output... [50%]\x1b[39;49;00m\r")
    assert capsys.readouterr().out == "Book: writing output... [50%]\n"


def test_numbers_of_figures_start_anew_on_each_page():
    numbers = {
        "a": {"figure": {"x": (1,), "y": (2,)}, "table": {"t": (1,)}},
        "b": {"figure": {"v": (4,), "u": (3,)}},
    }
    assert page_numbers.per_page(numbers) == {
        "a": {"figure": {"x": (1,), "y": (2,)}, "table": {"t": (1,)}},
        "b": {"figure": {"u": (1,), "v": (2,)}},
    }


def test_a_dossier_finds_its_own_number_first():
    numbers = {
        "rank.place": {"value": 1, "unit": "", "digits": 0},
        "dossiers.x.rank.place": {"value": 2, "unit": "", "digits": 0},
    }
    assert resolve_number("rank.place", "executed/dossiers/x", numbers) == (
        "dossiers.x.rank.place",
        "2",
    )
    assert resolve_number("rank.place", "index", numbers) == ("rank.place", "1")
    assert resolve_number("rank.plaec", "index", numbers) is None
