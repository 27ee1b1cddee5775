/* The space of activities: choose a region, see where it is specialised and what is within reach.
   Shows what wir.publish.space_page has put into the page and asks for nothing; without this script
   the page has a text instead. The network itself is drawn by space-network.js. */
(function () {
  "use strict";

  function make(tag, attributes, parent, text) {
    const one = document.createElement(tag);
    Object.entries(attributes).forEach(function (pair) { one.setAttribute(pair[0], pair[1]); });
    if (text !== undefined) { one.textContent = text; }
    if (parent) { parent.append(one); }
    return one;
  }

  function plain(text) {
    return text.toLocaleLowerCase("de").normalize("NFD").replace(/[\u0300-\u036f]/g, "")
      .replace(/ß/g, "ss");
  }

  function number(value, digits) {
    return value.toLocaleString("en-GB", { minimumFractionDigits: digits, maximumFractionDigits: digits })
      .replace("-", "−");
  }

  function change(value) { return (value > 0 ? "+" : "") + number(value, 1) + "%"; }

  function hashOf(key) { return "#" + new URLSearchParams({ region: key }); }

  function start(root, index) {
    const data = JSON.parse(root.querySelector("script[type='application/json']").textContent);
    const nodes = data.nodes.map(function (one) {
      return { name: one[0], group: data.groups[one[1]], size: one[5], growth: one[6] };
    });
    const every = nodes.map(function (_, which) { return which; });
    const regions = new Map(data.regions.map(function (one, place) {
      return [one[0], { name: one[1], group: one[2], place: place }];
    }));
    let chosen = "", values = {}, reach = new Set();

    /* ---- What is on the page ---- */
    root.querySelector(".wir-space-fallback").remove();
    const form = make("form", { class: "wir-controls", role: "search", "aria-label": "Choose a region" }, root);
    function control(label, tag, attributes) {
      const id = "wir-space-" + index + "-" + tag;
      const box = make("div", { class: "wir-control" }, form);
      make("label", { for: id }, box, label);
      return make(tag, Object.assign({ id: id }, attributes), box);
    }
    const search = control("Find a region", "input", { type: "search", autocomplete: "off" });
    const select = control("Region", "select", {});
    const top = make("div", { class: "wir-space-top" }, root);
    const status = make("p", { class: "wir-space-status", role: "status", "aria-live": "polite" }, top);
    const buttons = make("div", { class: "wir-space-buttons", role: "group", "aria-label": "Zoom and move" }, top);
    const stage = make("div", { class: "wir-space-stage" }, root);
    const legend = make("ul", { class: "wir-space-legend", "aria-label": "Legend" }, root);
    const text = make("div", { class: "wir-space-text" }, root);
    const alt = root.querySelector(".wir-space-alt");
    alt.textContent += " Arrow keys move between " + data.activities + ", Escape leaves.";
    alt.id = "wir-space-" + index + "-alt";
    const network = window.wirNetwork(stage, buttons, data, facts);
    stage.querySelector("svg").setAttribute("aria-describedby", alt.id);

    /* ---- What is known of the chosen region ---- */
    function layer(name) {
      if (!chosen || !data.layers[name]) { return every.map(function () { return null; }); }
      const scale = Math.pow(10, data.digits[name]);
      return data.layers[name][regions.get(chosen).place].split(",")
        .map(function (one) { return one === "" ? null : one / scale; });
    }

    function strong(which) { return values.lq[which] !== null && values.lq[which] >= data.threshold; }

    function strongest() {
      return every.filter(strong).sort(function (a, b) { return values.lq[b] - values.lq[a]; });
    }

    function facts(which) {
      const one = nodes[which], lq = values.lq[which], density = values.density[which];
      const probability = values.probability[which], said = one.group[0] ? [one.group[0]] : [];
      if (chosen) {
        said.push(lq === null ? "Location quotient not published" :
          "Location quotient " + number(lq, 2) + (strong(which) ? ", specialised" : ""));
        if (density !== null) { said.push("Relatedness density " + number(density, 0) + " of 100"); }
        if (probability !== null) { said.push("Probability of entry " + number(100 * probability, 0) + "%"); }
        if (reach.has(which)) { said.push("Within reach"); }
      }
      if (one.size !== null) { said.push(number(one.size, 0) + " " + data.size + " in the whole country"); }
      if (one.growth !== null) { said.push(change(one.growth) + " " + data.growth); }
      return said;
    }

    function short(which) {
      const one = nodes[which], said = [], density = values.density[which], probability = values.probability[which];
      if (probability !== null) { said.push("probability " + number(100 * probability, 0) + "%"); }
      if (density !== null) { said.push("density " + number(density, 0)); }
      if (chosen) { said.push(values.lq[which] === null ? "LQ not published" : "LQ " + number(values.lq[which], 2)); }
      else if (one.size !== null) { said.push(number(one.size, 0) + " " + data.size); }
      if (one.growth !== null) { said.push(change(one.growth)); }
      return said.join(" · ");
    }

    /* ---- The same in words ---- */
    function list(title, note, places) {
      const box = make("section", {}, text);
      make("h4", {}, box, title);
      make("p", { class: "wir-small" }, box, note);
      const items = make("ol", {}, box);
      places.forEach(function (which) {
        const item = make("li", {}, items);
        const button = make("button", { type: "button", title: "Show in the network" }, item);
        /* Short official names have no space after a comma or stop: they may break there. */
        nodes[which].name.split(/([^,.]*[,.]+)/).forEach(function (part) { button.append(part, document.createElement("wbr")); });
        button.addEventListener("click", function () { stage.scrollIntoView({ block: "nearest" }); network.focus(which); });
        make("span", { class: "wir-small" }, item, short(which));
      });
    }

    function entry(name, kind, colour) {
      const item = make("li", {}, legend);
      make("span", { class: "wir-space-dot " + kind, "aria-hidden": "true" }, item).style.background = colour;
      item.append(name);
    }

    function describe() {
      const growing = nodes.some(function (one) { return one.growth !== null; });
      const growth = growing ? "; at the end growth in the whole country " + data.growth : "";
      text.replaceChildren();
      legend.replaceChildren();
      data.groups.forEach(function (one) { if (one[0] || chosen) { entry(one[0] || "Specialised", "", one[1]); } });
      if (!chosen) {
        status.textContent = "All " + nodes.length + " " + data.activities + ". Choose a region to see where it is specialised.";
        const largest = every.filter(function (which) { return nodes[which].size !== null; })
          .sort(function (a, b) { return nodes[b].size - nodes[a].size; });
        if (largest.length) { list("Largest " + data.activities, "By " + data.size + " in the whole country" + growth + ".", largest.slice(0, 10)); }
        return;
      }
      const found = strongest();
      entry("Not specialised", "wir-space-weak", "");
      if (reach.size) { entry("Within reach", "wir-space-weak wir-space-reach", ""); }
      status.replaceChildren(make("strong", {}, null, regions.get(chosen).name), " is specialised in " + found.length + " of " +
        nodes.length + " " + data.activities + (reach.size ? "; " + reach.size + " more are within reach. " : ". "));
      make("a", { href: hashOf(chosen) }, status, "Link to this view");
      if (reach.size) {
        list("Within reach", "Not specialised, the nearest first" + growth + ".", Array.from(reach));
      }
      list("Strongest today", "Location quotient (LQ): 1 is the share in the whole country.", found.slice(0, 10));
    }

    /* ---- Choosing ---- */
    function options() {
      const words = plain(search.value).split(/\s+/).filter(Boolean), groups = new Map();
      select.replaceChildren(new Option("No region: all " + data.activities, ""));
      regions.forEach(function (region, key) {
        const found = words.every(function (word) { return plain(region.name).includes(word) || key === word; });
        if (!found && key !== chosen) { return; }
        if (!groups.has(region.group)) { groups.set(region.group, make("optgroup", { label: region.group }, select)); }
        const option = new Option(region.name, key);
        option.dataset.found = found ? "yes" : "";
        groups.get(region.group).append(option);
      });
      select.value = chosen;
    }

    /* Regions that the search finds; those first whose name begins with what is searched for. */
    function matches() {
      const word = plain(search.value.trim());
      const found = Array.from(select.options).filter(function (one) { return one.dataset.found; });
      const begins = function (one) { return plain(one.text).startsWith(word); };
      return found.filter(begins).concat(found.filter(function (one) { return !begins(one); }));
    }

    function choose(key) {
      chosen = regions.has(key) ? key : "";
      values = { lq: layer("lq"), density: layer("density"), probability: layer("probability") };
      reach = new Set(chosen ? data.reach[regions.get(chosen).place] : []);
      search.value = "";
      options();
      const named = Array.from(new Set([...reach, ...strongest().slice(0, 10), ...data.important]));
      network.paint(function (which) {
        const full = !chosen || strong(which);
        return {
          fill: full ? nodes[which].group[1] : "",
          kind: (full ? "" : "wir-space-weak") + (reach.has(which) ? " wir-space-reach" : "")
        };
      }, named);
      describe();
    }

    function chooseAndKeep(key) {
      choose(key);
      history.replaceState(null, "", chosen ? hashOf(chosen) : location.pathname + location.search);
    }

    search.addEventListener("input", function () {
      options();
      const found = matches();
      if (!search.value.trim()) { describe(); return; }
      status.textContent = !found.length ? "No region is called that." :
        (found.length > 1 ? found.length + " regions; " : "") + "Enter shows " + found[0].text + ".";
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      const found = matches();
      if (search.value.trim() && found.length) { chooseAndKeep(found[0].value); }
    });
    select.addEventListener("change", function () { chooseAndKeep(select.value); });
    function address() { return new URLSearchParams(location.hash.slice(1)).get("region"); }
    window.addEventListener("hashchange", function () { if (regions.has(address())) { choose(address()); } });
    choose(address());
    if (chosen) { root.scrollIntoView(); }
  }

  function begin() { document.querySelectorAll(".wir-space").forEach(start); }
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", begin); } else { begin(); }
})();
