/* The space of activities: choose a region, see where it is specialised and what is within reach, in
   the network or, for what it does not have yet, as relatedness against complexity. Shows what wir.publish.space_page has put into the page and asks for nothing; without this script
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

  function hashOf(key, view) {
    return "#" + new URLSearchParams(Object.assign(key ? { region: key } : {}, view === "quadrant" ? { view: view } : {}));
  }

  /* Short official names have no space after a comma or stop: they may break there. */
  function breakable(box, text) {
    text.split(/([^,.]*[,.]+)/).forEach(function (part) { box.append(part, document.createElement("wbr")); });
  }

  function median(values) {
    const sorted = values.slice().sort(function (a, b) { return a - b; }), half = sorted.length / 2;
    return (sorted[Math.floor(half)] + sorted[Math.ceil(half) - 1]) / 2;
  }

  /* The ends of an axis, with room beyond the values for large nodes and what is written there. */
  function ends(values, room) {
    const low = Math.min.apply(null, values), high = Math.max.apply(null, values), wide = high - low || 2;
    return [low - room * wide, high + room * wide];
  }

  const SMALL = 3.5, LARGE = 13, PLAIN = 7;
  const CORNERS = ["complex, but far", "related and complex", "far and simple", "related, but simple"];

  function start(root, index) {
    const data = JSON.parse(root.querySelector("script[type='application/json']").textContent);
    const nodes = data.nodes.map(function (one) {
      return { name: one[0], group: data.groups[one[1]], size: one[5], growth: one[6], pci: one.length > 7 ? one[7] : null };
    });
    const every = nodes.map(function (_, which) { return which; });
    const regions = new Map(data.regions.map(function (one, place) {
      return [one[0], { name: one[1], group: one[2], place: place }];
    }));
    const growths = nodes.map(function (one) { return one.growth; }).filter(function (one) { return one !== null; });
    const slowest = Math.min.apply(null, growths), fastest = Math.max.apply(null, growths);
    const views = data.layers.density && nodes.some(function (one) { return one.pci !== null; }) ?
      { network: "Network", quadrant: "Relatedness × complexity" } : {};
    let chosen = "", view = "network", values = {}, reach = new Set(), chart = null;

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
    const toggle = make("div", { class: "wir-space-buttons wir-space-views", role: "group", "aria-label": "View" });
    if (Object.keys(views).length) { root.append(toggle); }
    Object.entries(views).forEach(function (one) {
      const button = make("button", { type: "button", "data-view": one[0] }, toggle, one[1]);
      button.addEventListener("click", function () { chooseAndKeep(chosen, one[0]); });
    });
    const top = make("div", { class: "wir-space-top" }, root);
    const status = make("p", { class: "wir-space-status", role: "status", "aria-live": "polite" }, top);
    const buttons = make("div", { class: "wir-space-buttons", role: "group", "aria-label": "Zoom and move" }, top);
    const stage = make("div", { class: "wir-space-stage" }, root);
    const legend = make("ul", { class: "wir-space-legend", "aria-label": "Legend" }, root);
    const text = make("div", { class: "wir-space-text" }, root);
    const alt = root.querySelector(".wir-space-alt");
    if (views.quadrant) {
      alt.textContent += " A second view shows the " + data.activities + " that the chosen region is not specialised in: to the right " +
        "those more related to what it has, upwards the more complex.";
    }
    alt.textContent += " Arrow keys move between " + data.activities + ", Escape leaves.";
    alt.id = "wir-space-" + index + "-alt";
    const network = window.wirNetwork(stage, buttons, data, facts);
    stage.querySelector("svg").setAttribute("aria-describedby", alt.id);
    const ask = make("p", { class: "wir-space-ask", hidden: "" }, stage, "Choose a region to see how related and how complex the " +
      data.activities + " are that it is not specialised in.");

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
      if (one.pci !== null) { said.push("Complexity " + number(one.pci, 2)); }
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

    /* ---- Relatedness against complexity of what the region is not specialised in ---- */
    function radius(which) {
      if (fastest === slowest || !growths.length) { return PLAIN; }
      if (nodes[which].growth === null) { return SMALL; }
      const share = (nodes[which].growth - slowest) / (fastest - slowest);
      return Math.sqrt(SMALL * SMALL + share * (LARGE * LARGE - SMALL * SMALL));
    }

    function quadrant() {
      const places = every.filter(function (which) { return !strong(which) && values.density[which] !== null && nodes[which].pci !== null; });
      const x = places.map(function (which) { return values.density[which]; });
      const all = nodes.map(function (one) { return one.pci; }).filter(function (one) { return one !== null; });
      return {
        points: every.map(function (which) { return places.includes(which) ? [values.density[which], nodes[which].pci] : null; }),
        sizes: every.map(radius),
        ends: [places.length ? ends(x, 0.06) : [0, 100], ends(all.concat(0), 0.09)],
        lines: [places.length ? median(x) : 50, 0],
        names: ["Relatedness density (0–100)", "Complexity (standard deviations, 0 is average)"],
        corners: CORNERS,
        places: places
      };
    }

    /* ---- The same in words ---- */
    function shares(places) {
      const said = [];
      for (let i = 0; i < places.length; i += 2) { said.push(nodes[places[i]].name + " (" + places[i + 1] + "\u00a0%)"); }
      return said.join(", ");
    }

    /* Why something is within reach: what the region has of it, what it lacks, who made the step. */
    function why(item, which, reasons) {
      const box = make("details", { class: "wir-space-why" }, item);
      make("summary", { "aria-label": "Why: " + nodes[which].name }, box, "Why");
      [
        ["Speaks for it", shares(reasons[0]), " – what the region has, and the share of specialised " + data.units + " that have it too", "nothing related"],
        ["Missing", shares(reasons[1]), "", "nothing related"],
        ["Made the step", reasons[2].map(function (place) { return data.regions[place][1]; }).join(", "), "", "no similar region"]
      ].forEach(function (one) {
        const line = make("p", {}, box);
        make("strong", {}, line, one[0] + ": ");
        breakable(line, one[1] || one[3]);
        if (one[1] && one[2]) { make("span", { class: "wir-small" }, line, one[2]); }
      });
    }

    function list(title, note, places, reasons) {
      const box = make("section", {}, text);
      make("h4", {}, box, title);
      make("p", { class: "wir-small" }, box, note);
      const items = make("ol", {}, box);
      places.forEach(function (which, place) {
        const item = make("li", {}, items);
        const button = make("button", { type: "button", title: "Show in the figure" }, item);
        breakable(button, nodes[which].name);
        button.addEventListener("click", function () { point(which); });
        make("span", { class: "wir-small" }, item, short(which));
        if (reasons && reasons[place]) { why(item, which, reasons[place]); }
      });
    }

    /* What the chart does not hold is shown in the network. */
    function point(which) {
      if (asking() || !network.shown(which)) { chooseAndKeep(chosen, "network"); }
      stage.scrollIntoView({ block: "nearest" });
      network.focus(which);
    }

    function entry(name, kind, colour) {
      const item = make("li", {}, legend);
      make("span", { class: "wir-space-dot " + kind, "aria-hidden": "true" }, item).style.background = colour;
      item.append(name);
    }

    function describeQuadrant() {
      const lacking = every.filter(function (which) { return !strong(which); }).length, left = lacking - chart.places.length;
      const both = chart.places.filter(function (which) { return values.density[which] > chart.lines[0] && nodes[which].pci > 0; }).length;
      if (reach.size) { entry("Within reach", "wir-space-reach", ""); }
      if (growths.length && fastest !== slowest) {
        entry("Size: growth " + data.growth + ", " + change(slowest) + " to " + change(fastest), "wir-space-sizes", "");
      }
      entry("Lines: median density (" + number(chart.lines[0], 0) + ") and average complexity (0)", "wir-space-line", "");
      status.replaceChildren(make("strong", {}, null, regions.get(chosen).name), " is not specialised in " + lacking + " of " + nodes.length + " " +
        data.activities + "; " + both + " of these are related and complex. " + (left ? "Without a complexity or density, not shown: " + left + ". " : ""));
    }

    function describe() {
      const growing = nodes.some(function (one) { return one.growth !== null; });
      const growth = growing ? "; at the end growth in the whole country " + data.growth : "";
      text.replaceChildren();
      legend.replaceChildren();
      if (!asking()) {
        data.groups.forEach(function (one) { if (one[0] || (chosen && !chart)) { entry(one[0] || "Specialised", "", one[1]); } });
      }
      if (!chosen) {
        status.textContent = "All " + nodes.length + " " + data.activities + ". Choose a region to see where it is specialised" +
          (asking() ? " and what is related and complex." : ".");
        const largest = every.filter(function (which) { return nodes[which].size !== null; })
          .sort(function (a, b) { return nodes[b].size - nodes[a].size; });
        if (largest.length) { list("Largest " + data.activities, "By " + data.size + " in the whole country" + growth + ".", largest.slice(0, 10)); }
        return;
      }
      const found = strongest();
      if (chart) { describeQuadrant(); } else {
        entry("Not specialised", "wir-space-weak", "");
        if (reach.size) { entry("Within reach", "wir-space-weak wir-space-reach", ""); }
        status.replaceChildren(make("strong", {}, null, regions.get(chosen).name), " is specialised in " + found.length + " of " +
          nodes.length + " " + data.activities + (reach.size ? "; " + reach.size + " more are within reach. " : ". "));
      }
      make("a", { href: hashOf(chosen, view) }, status, "Link to this view");
      if (reach.size) {
        list("Within reach", "Not specialised, the nearest first" + growth + ".", Array.from(reach),
          data.reasons && data.reasons[regions.get(chosen).place]);
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

    /* The second view without a region has nothing to show. */
    function asking() { return view === "quadrant" && !chosen; }

    function choose(key, wanted) {
      chosen = regions.has(key) ? key : "";
      view = views[wanted] ? wanted : "network";
      values = { lq: layer("lq"), density: layer("density"), probability: layer("probability") };
      reach = new Set(chosen ? data.reach[regions.get(chosen).place] : []);
      search.value = "";
      options();
      toggle.querySelectorAll("button").forEach(function (one) { one.setAttribute("aria-pressed", one.dataset.view === view); });
      stage.classList.toggle("wir-space-asks", asking());
      buttons.classList.toggle("wir-space-idle", asking());
      ask.hidden = !asking();
      chart = view === "quadrant" && chosen ? quadrant() : null;
      if (chart) {
        network.paint(function (which) {
          return { fill: nodes[which].group[1], kind: reach.has(which) ? "wir-space-reach" : "wir-space-rest" };
        }, Array.from(reach), chart);
      } else if (!asking()) {
        network.paint(function (which) {
          const full = !chosen || strong(which);
          return {
            fill: full ? nodes[which].group[1] : "",
            kind: (full ? "" : "wir-space-weak") + (reach.has(which) ? " wir-space-reach" : "")
          };
        }, Array.from(new Set([...reach, ...strongest().slice(0, 10), ...data.important])));
      }
      describe();
    }

    function chooseAndKeep(key, wanted) {
      choose(key, wanted);
      history.replaceState(null, "", chosen || view !== "network" ? hashOf(chosen, view) : location.pathname + location.search);
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
      if (search.value.trim() && found.length) { chooseAndKeep(found[0].value, view); }
    });
    select.addEventListener("change", function () { chooseAndKeep(select.value, view); });
    function address() {
      const said = new URLSearchParams(location.hash.slice(1));
      return { region: said.get("region") || "", view: said.get("view") || "" };
    }
    window.addEventListener("hashchange", function () {
      const asked = address();
      if (regions.has(asked.region) || (!asked.region && views[asked.view])) { choose(asked.region, asked.view); }
    });
    choose(address().region, address().view);
    if (chosen || view !== "network") { root.scrollIntoView(); }
  }

  function begin() { document.querySelectorAll(".wir-space:not(.wir-partners)").forEach(start); }
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", begin); } else { begin(); }
})();
