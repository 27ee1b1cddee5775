/* Search and filter tables. The tables are complete without this script. */
(function () {
  "use strict";

  function control(labelText, element, id) {
    const label = document.createElement("label");
    label.htmlFor = id;
    label.textContent = labelText;
    element.id = id;
    const box = document.createElement("div");
    box.className = "wir-control";
    box.append(label, element);
    return box;
  }

  function searchField() {
    const input = document.createElement("input");
    input.type = "search";
    input.autocomplete = "off";
    return input;
  }

  function selectField(rows, key) {
    const values = new Set();
    rows.forEach(function (row) {
      (row.dataset[key] || "").split("; ").forEach(function (value) {
        if (value) { values.add(value); }
      });
    });
    const select = document.createElement("select");
    select.append(new Option("All", ""));
    Array.from(values).sort(function (a, b) { return a.localeCompare(b, "de"); })
      .forEach(function (value) { select.append(new Option(value, value)); });
    return select;
  }

  function plain(text) {
    return text.toLocaleLowerCase("de").normalize("NFD").replace(/[\u0300-\u036f]/g, "")
      .replace(/ß/g, "ss");
  }

  function enhance(box, index) {
    const rows = Array.from(box.querySelectorAll("tbody tr"));
    if (!rows.length) { return; }
    const filters = JSON.parse(box.dataset.filters || "{}");
    const noun = box.dataset.noun || "rows";
    const texts = rows.map(function (row) { return plain(row.textContent); });
    const panel = document.createElement("form");
    panel.className = "wir-controls";
    panel.setAttribute("role", "search");
    panel.setAttribute("aria-label", "Search and filter the table");
    panel.addEventListener("submit", function (event) { event.preventDefault(); });
    const search = searchField();
    panel.append(control("Search", search, "wir-search-" + index));
    const selects = Object.keys(filters).map(function (key) {
      const select = selectField(rows, key);
      panel.append(control(filters[key], select, "wir-" + key + "-" + index));
      select.addEventListener("change", update);
      return [key, select];
    });
    const reset = document.createElement("button");
    reset.type = "button";
    reset.textContent = "Show all";
    panel.append(reset);
    const status = document.createElement("p");
    status.className = "wir-count";
    status.setAttribute("aria-live", "polite");
    status.setAttribute("role", "status");

    function update() {
      const words = plain(search.value).split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach(function (row, position) {
        const visible = words.every(function (word) { return texts[position].includes(word); }) &&
          selects.every(function (pair) {
            return !pair[1].value ||
              (row.dataset[pair[0]] || "").split("; ").includes(pair[1].value);
          });
        row.hidden = !visible;
        if (visible) { shown += 1; }
      });
      status.textContent = shown + " of " + rows.length + " " + noun;
      reset.disabled = shown === rows.length && !words.length;
    }

    search.addEventListener("input", update);
    reset.addEventListener("click", function () {
      search.value = "";
      selects.forEach(function (pair) { pair[1].value = ""; });
      update();
      search.focus();
    });
    box.insertBefore(panel, box.firstChild);
    panel.after(status);
    update();
  }

  /* On paper, the sources of all figures and tables stand once at the end, each once. */
  function listSources() {
    const entries = new Map();
    document.querySelectorAll(".wir-attribution li").forEach(function (one) {
      entries.set(one.textContent, one);
    });
    const article = document.querySelector("article.bd-article");
    if (!article || !entries.size || document.body.classList.contains("wir-sources-listed")) { return; }
    const section = document.createElement("section");
    section.className = "wir-sources";
    const heading = document.createElement("h2");
    heading.textContent = document.querySelector(".wir-attribution summary").textContent;
    const list = document.createElement("ul");
    entries.forEach(function (one) { list.append(one.cloneNode(true)); });
    section.append(heading, list);
    article.append(section);
    document.body.classList.add("wir-sources-listed");
  }

  function start() {
    document.querySelectorAll(".wir-filter, .wir-table[data-search]").forEach(enhance);
    /* Print what is folded: open every toggle of facts (not of code) before printing. */
    window.addEventListener("beforeprint", function () {
      document.querySelectorAll("article .wir details").forEach(function (one) { one.open = true; });
      listSources();
    });
  }

  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", start);
  } else {
    start();
  }
})();
