"""What every page of the book must be, looked at in headless Chromium.

``check_book(folder)`` opens each page from ``file://``, in light and dark, wide and at the width of
a phone, and raises with everything that is wrong, page by page.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

PHONE = 375
WIDE = 1280
SKIPPED = {"genindex.html", "search.html"}
"""Pages without content of their own: opened, but links and headings are the theme's."""

OVERFLOW = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.querySelectorAll('article *')]
    .filter(one => one.getBoundingClientRect().right > root.clientWidth + 1)
    .slice(0, 3).map(one => one.tagName + '.' + one.className);
}"""
NAMELESS = """() => [...document.querySelectorAll('a[href], button, summary, input, select')]
  .filter(one => one.getClientRects().length && !(one.textContent.trim()
    || one.getAttribute('aria-label') || one.title || one.labels?.length
    || one.querySelector('img[alt]')))
  .slice(0, 3).map(one => one.outerHTML.slice(0, 80))"""
FOCUS = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  return [one.textContent.trim(), parseFloat(style.outlineWidth) >= 2 && style.outlineStyle];
}"""
WIDTH = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
CONTRAST = """() => {
  const parse = text => (text.match(/[0-9.]+/g) || []).map(Number);
  const light = rgb => {
    const c = rgb.slice(0, 3).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
  };
  const ground = one => {
    for (let node = one; node; node = node.parentElement) {
      const rgba = parse(getComputedStyle(node).backgroundColor);
      if (rgba.length === 3 || rgba[3] > 0.99) return rgba;
    }
    return [255, 255, 255];
  };
  const found = [];
  for (const one of document.querySelectorAll(
      'article p, article li, article td, article th, article figcaption, article label')) {
    if (!one.textContent.trim() || one.closest('math, pre, .sr-only')) continue;
    const style = getComputedStyle(one);
    if (style.visibility === 'hidden' || !one.getClientRects().length) continue;
    const [a, b] = [light(parse(style.color)), light(ground(one))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) found.push(one.tagName + ': ' + one.textContent.trim().slice(0, 40)
      + ' (' + ratio.toFixed(1) + ')');
  }
  return found.slice(0, 3);
}"""


def chromium() -> str | None:
    """Return the path of Chromium, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def missing() -> str | None:
    """Return why the pages cannot be looked at, or None if they can."""
    if chromium() is None:
        return "chromium is not installed (Debian: apt install chromium)"
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "playwright is not installed"
    return None


class Page(HTMLParser):
    """What the checks need to know of a page's source."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.without_alt: list[str] = []
        self.headings = 0
        self.tables = 0
        self.captions = 0
        self.language = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for key in ("id", "name"):
            if given.get(key):
                self.ids.add(str(given[key]))
        if tag == "html":
            self.language = given.get("lang") or ""
        elif tag == "h1":
            self.headings += 1
        elif tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        elif tag == "img" and "alt" not in given:
            self.without_alt.append(str(given.get("src"))[:60])
        elif tag == "table":
            self.tables += 1
        elif tag == "caption":
            self.captions += 1
        if tag in {"script", "img", "iframe", "source"} and given.get("src"):
            self.loads.append(str(given["src"]))
        if tag == "link" and given.get("href") and given.get("rel") not in {"next", "prev"}:
            self.loads.append(str(given["href"]))


def check_source(folder: Path) -> list[str]:
    """Return what is wrong in the files alone: links, headings, alternative texts, languages."""
    pages = {
        path: Page(path) for path in sorted(folder.rglob("*.html")) if "_static" not in path.parts
    }
    wrong = []
    for path, page in pages.items():
        name = path.relative_to(folder).as_posix()
        if not page.language:
            wrong.append(f"{name}: no language")
        wrong += [f"{name}: img without alt: {one}" for one in page.without_alt]
        wrong += [
            f"{name}: loads from elsewhere: {one}"
            for one in page.loads
            if re.match(r"(?:[a-z]+:)?//", one)
        ]
        if name in SKIPPED:
            continue
        if page.headings != 1:
            wrong.append(f"{name}: {page.headings} h1, 1 expected")
        wrong += [f"{name}: {why}" for why in _broken(page, pages)]
    return wrong or ([] if pages else [f"{folder}: no pages"])


def _broken(page: Page, pages: dict[Path, Page]) -> Iterator[str]:
    """Give the links of a page that lead nowhere inside the book."""
    for link in dict.fromkeys(page.links + page.loads):
        parts = urlsplit(link)
        if parts.scheme or link.startswith("//"):
            continue
        target = (page.path.parent / unquote(parts.path)).resolve() if parts.path else page.path
        if not target.is_file():
            yield f"link leads nowhere: {link}"
        elif (
            parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids
        ):
            yield f"no such place on the page: {link}"


@contextmanager
def browser() -> Iterator[Any]:
    """Give a headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        program = driver.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            yield program
        finally:
            program.close()


def check_page(program: Any, path: Path) -> list[str]:
    """Return what is wrong with a page when it is opened: errors, requests, overflow, contrast."""
    wrong: list[str] = []
    for scheme in ("light", "dark"):
        context = program.new_context(
            viewport={"width": PHONE, "height": 844}, color_scheme=scheme, offline=True
        )
        page = context.new_page()
        _listen(page, wrong)
        page.goto(path.as_uri())
        if page.evaluate(WIDTH) > 0:
            wrong.append(f"wider than {PHONE} px: {page.evaluate(OVERFLOW)}")
        wrong += [f"{scheme}: low contrast: {one}" for one in page.evaluate(CONTRAST)]
        broken = page.evaluate(
            "() => [...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)"
        )
        wrong += [f"picture does not show: {one}" for one in broken]
        page.set_viewport_size({"width": WIDE, "height": 800})
        if page.evaluate(WIDTH) > 0:
            wrong.append(f"wider than {WIDE} px: {page.evaluate(OVERFLOW)}")
        wrong += [f"no name for a screen reader: {one}" for one in page.evaluate(NAMELESS)]
        wrong += _keyboard(page)
        context.close()
    return list(dict.fromkeys(wrong))


def _keyboard(page: Any) -> Iterator[str]:
    """Give what is wrong with the first steps of the keyboard: skip link, then visible focus."""
    for step in range(3):
        page.keyboard.press("Tab")
        text, outlined = page.evaluate(FOCUS)
        if step == 0 and text != "Skip to main content":
            yield f"the first stop of the keyboard is {text!r}, not the link to the content"
        if not outlined:
            yield f"the focus on {text!r} cannot be seen"


def _listen(page: Any, wrong: list[str]) -> None:
    """Write down errors and requests as they happen."""

    def console(message: Any) -> None:
        if message.type == "error":
            wrong.append(f"console: {message.text}")

    def request(asked: Any) -> None:
        if not asked.url.startswith(("file:", "data:", "blob:")):
            wrong.append(f"request: {asked.url}")

    page.on("console", console)
    page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    page.on("request", request)


def check_book(folder: Path) -> None:
    """Check every page of a book; without a browser, its files alone.

    Raises
    ------
    AssertionError
        With everything that is wrong, page by page.
    """
    folder = folder.resolve()
    wrong = check_source(folder)
    if missing() is None:
        with browser() as program:
            for path in sorted(folder.rglob("*.html")):
                if "_static" in path.parts:
                    continue
                name = path.relative_to(folder).as_posix()
                wrong += [f"{name}: {one}" for one in check_page(program, path)]
    assert not wrong, "\n".join(wrong)
