"""Figures and tables are counted anew on each page.

Sphinx counts them through the whole book; one figure more on the first page would then rename
those of every dossier, and rebuild them all. Its own numbers are kept aside between builds, so
that it still finds out by itself what has changed.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

Numbers = dict[str, dict[str, dict[str, tuple[int, ...]]]]


def connect(app: Sphinx) -> None:
    """Put the counting around that of Sphinx (which runs with priority 500)."""
    app.connect("env-get-updated", _give_back, priority=100)
    app.connect("env-get-updated", _count, priority=900)


def per_page(numbers: Numbers) -> Numbers:
    """Return the numbers 1, 2, 3 … per page and kind, in the order of the numbers given."""
    return {
        page: {
            kind: {
                label: (position,)
                for position, label in enumerate(sorted(labels, key=labels.__getitem__), start=1)
            }
            for kind, labels in kinds.items()
        }
        for page, kinds in numbers.items()
    }


def _give_back(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    env.toc_fignumbers = getattr(env, "wir_fignumbers", {})
    return []


def _count(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Replace the numbers; return the pages on which one has changed."""
    before: Numbers = getattr(env, "wir_page_numbers", {})
    env.wir_fignumbers = env.toc_fignumbers  # type: ignore[attr-defined]
    after = per_page(env.toc_fignumbers)
    env.toc_fignumbers = after
    env.wir_page_numbers = after  # type: ignore[attr-defined]
    return [page for page, kinds in after.items() if kinds != before.get(page)]
