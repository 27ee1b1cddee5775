"""axe-core in a real browser: WCAG 2.1 A and AA, light and dark, wide and on a phone."""

import pytest

from wir.documents.html import html

pytestmark = pytest.mark.browser
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}


def violations(chromium, path, scheme="light", width=1300):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True
    )
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(path.as_uri())
    found = axe.run(page, options=RULES).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    context.close()
    assert not wide, f"wider than {width} px"
    return said, [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1300])
def test_sample_document(sample, chromium, tmp_path, scheme, width):
    path = tmp_path / "page.html"
    path.write_text(html(sample(chapters=2)), encoding="utf-8")
    assert violations(chromium, path, scheme, width) == ([], [])


def test_a_bad_page_is_found(sample, chromium, tmp_path):
    path = tmp_path / "page.html"
    bad = html(sample()).replace(' lang="de"', "").replace("alt=", "data-alt=")
    path.write_text(bad, encoding="utf-8")
    assert {"html-has-lang", "image-alt"} <= {one for one, _ in violations(chromium, path)[1]}


def test_names_run_nothing(sample, chromium, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(html(sample('"><img src=x onerror=alert(1)><script>alert(2)</script>')))
    page = chromium.new_page()
    opened = []
    page.on("dialog", lambda dialog: (opened.append(dialog.message), dialog.dismiss()))
    page.goto(path.as_uri())
    assert page.locator("script").count() == 0
    assert opened == []
    page.close()


@pytest.mark.slow
def test_dossier(chromium, tmp_path):
    from wir.dossier.country import load_country
    from wir.dossier.document import dossier_document
    from wir.dossier.kept import kept_results
    from wir.dossier.make import facts_of

    results = kept_results()
    if results is None:
        pytest.skip("the results of the notebooks are not there (make notebooks)")
    facts = facts_of("reegion-now", load_country(), results)
    path = tmp_path / "dossier.html"
    for language, scheme, width in (("de", "light", 1300), ("en", "dark", 375)):
        path.write_text(html(dossier_document(facts, language)), encoding="utf-8")
        assert violations(chromium, path, scheme, width) == ([], [])
