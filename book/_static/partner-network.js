/* The network of organisations: choose a region or an organisation, see where it stands and who its
   partners are. Shows what wir.publish.network_page has put into the page and asks for nothing; without
   this script the page has a text instead. The network itself is drawn by space-network.js. */
(function () {
  "use strict";
  const LISTED = 15;

  function make(tag, attributes, parent, text) {
    const one = document.createElement(tag);
    Object.entries(attributes).forEach(function (pair) { one.setAttribute(pair[0], pair[1]); });
    if (text !== undefined) { one.textContent = text; }
    if (parent) { parent.append(one); }
    return one;
  }

  function plain(text) {
    return text.toLocaleLowerCase("de").normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/ß/g, "ss");
  }

  function number(value) { return value.toLocaleString("en-GB"); }

  function count(value, one, many) { return number(value) + " " + (value === 1 ? one : many); }

  function start(root, index) {
    const data = JSON.parse(root.querySelector("script[type='application/json']").textContent);
    const organisations = data.organisations.map(function (one, place) {
      return {
        place: place, key: one[0], name: one[1], kind: data.kinds[one[2]], district: one[3],
        participations: one[4], partners: one[5], bridging: one[6], node: one[7], ties: []
      };
    });
    for (let i = 0; i < data.ties.length; i += 3) {
      organisations[data.ties[i]].ties.push([data.ties[i + 1], data.ties[i + 2]]);
      organisations[data.ties[i + 1]].ties.push([data.ties[i], data.ties[i + 2]]);
    }
    const ofNode = [];
    organisations.forEach(function (one) { if (one.node >= 0) { ofNode[one.node] = one; } });
    const regions = new Map(data.regions.map(function (one) {
      return [one[0], { key: one[0], name: one[1], group: one[2], districts: new Set(one[3]) }];
    }));
    const byKey = new Map(organisations.map(function (one) { return [one.key, one]; }));
    const districtName = data.districts.map(function (one) { return one[1]; });
    let chosen = "";

    root.querySelector(".wir-space-fallback").remove();
    const form = make("form", { class: "wir-controls", role: "search" }, root);
    function control(label, tag, attributes) {
      const id = "wir-partners-" + index + "-" + tag;
      const box = make("div", { class: "wir-control" }, form);
      make("label", { for: id }, box, label);
      return make(tag, Object.assign({ id: id }, attributes), box);
    }
    const search = control("Find a region or an organisation", "input", { type: "search", autocomplete: "off" });
    const select = control("Region or organisation", "select", {});
    const top = make("div", { class: "wir-space-top" }, root);
    const status = make("p", { class: "wir-space-status", role: "status", "aria-live": "polite" }, top);
    const buttons = make("div", { class: "wir-space-buttons", role: "group", "aria-label": "Zoom and move" }, top);
    const stage = make("div", { class: "wir-space-stage" }, root);
    const legend = make("ul", { class: "wir-space-legend", "aria-label": "Legend" }, root);
    const text = make("div", { class: "wir-space-text" }, root);
    const alt = root.querySelector(".wir-space-alt");
    alt.textContent += " Arrow keys move between organisations, Escape leaves.";
    alt.id = "wir-partners-" + index + "-alt";
    const network = window.wirNetwork(stage, buttons, data, facts);
    stage.querySelector("svg").setAttribute("aria-describedby", alt.id);

    function facts(which) {
      const one = ofNode[which];
      return [one.kind + ", " + districtName[one.district],
        count(one.participations, "participation", "participations") + ", " + count(one.partners, "partner", "partners"),
        "Bridges " + count(one.bridging, "pair", "pairs") + " to other regions"];
    }

    /* ---- What is chosen: whose dots are full, whose are outlined ---- */
    function picture() {
      const own = new Set(), near = new Set(), region = regions.get(chosen), one = byKey.get(chosen);
      if (region) {
        organisations.forEach(function (other) { if (region.districts.has(other.district)) { own.add(other.place); } });
      } else if (one) { own.add(one.place); }
      own.forEach(function (place) {
        organisations[place].ties.forEach(function (tie) { if (!own.has(tie[0])) { near.add(tie[0]); } });
      });
      return { own: own, near: near };
    }

    function add(map, key, weight) { map.set(key, (map.get(key) || 0) + weight); }

    function sorted(map) { return Array.from(map).sort(function (a, b) { return b[1] - a[1] || a[0] - b[0]; }); }

    /* ---- The same in words ---- */
    function list(title, note, rows, action) {
      const box = make("section", {}, text);
      make("h4", {}, box, title);
      make("p", { class: "wir-small" }, box, note);
      if (!rows.length) { make("p", {}, box, "None."); return; }
      const items = make("ol", {}, box);
      rows.slice(0, LISTED).forEach(function (row) {
        const item = make("li", {}, items);
        const button = make("button", { type: "button", title: "Show its partners" }, item, row[1]);
        button.addEventListener("click", function () { action(row[0]); });
        make("span", { class: "wir-small" }, item, row[2]);
      });
      if (rows.length > LISTED) { make("p", { class: "wir-small" }, box, "And " + number(rows.length - LISTED) + " more."); }
    }

    function described(one) {
      return one.kind + " · " + count(one.participations, "participation", "participations") + " · " +
        count(one.partners, "partner", "partners") + (one.bridging ? " · bridges " + count(one.bridging, "pair", "pairs") : "");
    }

    function listRegion(region, shown) {
      if (!shown.own.size) {
        status.replaceChildren(make("strong", {}, null, region.name), ": no organisation with a known name takes part in these projects. ");
        return;
      }
      const own = Array.from(shown.own, function (place) { return organisations[place]; })
        .sort(function (a, b) { return b.participations - a.participations; });
      const districts = new Map(), partners = new Map();
      own.forEach(function (one) {
        one.ties.forEach(function (tie) {
          const other = organisations[tie[0]];
          if (region.districts.has(other.district)) { return; }
          add(districts, other.district, tie[1]);
          add(partners, tie[0], tie[1]);
        });
      });
      status.replaceChildren(make("strong", {}, null, region.name), " has " + count(own.length, "organisation", "organisations") +
        " with a known name, " + count(partners.size, "partner", "partners") + " elsewhere in " + count(districts.size, "district", "districts") + ". ");
      list("Its organisations", "The most active first.", own.map(function (one) { return [one.key, one.name, described(one)]; }), chooseAndKeep);
      list("Partners elsewhere", "By shared projects.", sorted(partners).map(function (pair) {
        const one = organisations[pair[0]];
        return [one.key, one.name, districtName[one.district] + " · " + count(pair[1], "shared project", "shared projects")];
      }), chooseAndKeep);
      list("Partner districts", "By shared projects, counted for each pair of organisations.", sorted(districts).map(function (pair) {
        return [data.districts[pair[0]][0], districtName[pair[0]], number(pair[1])];
      }), chooseAndKeep);
    }

    function listOrganisation(one) {
      status.replaceChildren(make("strong", {}, null, one.name), " (" + one.kind + ", " + districtName[one.district] + "): " +
        count(one.participations, "participation", "participations") + ", " + count(one.partners, "known partner", "known partners") +
        ", bridges " + count(one.bridging, "pair", "pairs") + " to other regions. ");
      const rows = one.ties.slice().sort(function (a, b) { return b[1] - a[1] || a[0] - b[0]; });
      list("Its partners", "By shared projects.", rows.map(function (tie) {
        const other = organisations[tie[0]];
        return [other.key, other.name, districtName[other.district] + " · " + other.kind + " · " + count(tie[1], "shared project", "shared projects")];
      }), chooseAndKeep);
    }

    function entry(name, kind, colour) {
      const item = make("li", {}, legend);
      make("span", { class: "wir-space-dot " + kind, "aria-hidden": "true" }, item).style.background = colour;
      item.append(name);
    }

    function describe(shown) {
      text.replaceChildren();
      legend.replaceChildren();
      data.groups.forEach(function (one) { entry(one[0], "", one[1]); });
      const region = regions.get(chosen), one = byKey.get(chosen);
      if (!region && !one) {
        status.textContent = "The " + number(data.nodes.length) + " most active organisations. Choose a region or an organisation to see its partners.";
        const busiest = organisations.slice().sort(function (a, b) { return b.bridging - a.bridging; });
        list("Who bridges most", "Pairs of an organisation of the own planning region and one of another that are not partners themselves.",
          busiest.slice(0, LISTED).map(function (other) { return [other.key, other.name, districtName[other.district] + " · " + described(other)]; }), chooseAndKeep);
        return;
      }
      entry("Partners", "wir-space-weak wir-space-reach", "");
      entry("Others", "wir-space-weak", "");
      if (region) { listRegion(region, shown); } else { listOrganisation(one); }
      const drawn = Array.from(shown.own).some(function (place) { return organisations[place].node >= 0; });
      if (!drawn && shown.own.size) { status.append("None of it is among the organisations drawn; its partners are outlined. "); }
      make("a", { href: hashOf(chosen) }, status, "Link to this view");
    }

    /* ---- Choosing ---- */
    function hashOf(key) { return "#" + new URLSearchParams({ partners: key }); }

    function option(key, name, group, groups) {
      if (!groups.has(group)) { groups.set(group, make("optgroup", { label: group }, select)); }
      const one = new Option(name, key);
      one.dataset.found = "yes";
      groups.get(group).append(one);
    }

    function options() {
      const words = plain(search.value).split(/\s+/).filter(Boolean), groups = new Map();
      function found(name) { const low = plain(name); return words.every(function (word) { return low.includes(word); }); }
      select.replaceChildren(new Option("None: the whole network", ""));
      regions.forEach(function (one, key) { if (found(one.name) || key === chosen) { option(key, one.name, one.group, groups); } });
      organisations.forEach(function (one) {
        if (found(one.name) || one.key === chosen) { option(one.key, one.name + " (" + districtName[one.district] + ")", "Organisations", groups); }
      });
      select.value = chosen;
    }

    function matches() {
      const word = plain(search.value.trim());
      const found = Array.from(select.options).filter(function (one) { return one.dataset.found; });
      const begins = function (one) { return plain(one.text).startsWith(word); };
      return found.filter(begins).concat(found.filter(function (one) { return !begins(one); }));
    }

    function choose(key) {
      chosen = regions.has(key) || byKey.has(key) ? key : "";
      search.value = "";
      options();
      const shown = picture();
      const named = Array.from(shown.own).concat(Array.from(shown.near)).map(function (place) { return organisations[place].node; })
        .filter(function (node) { return node >= 0; });
      network.paint(function (which) {
        const place = ofNode[which].place, full = !chosen || shown.own.has(place), near = shown.near.has(place);
        return { fill: full ? data.groups[data.nodes[which][1]][1] : "", kind: (full ? "" : "wir-space-weak") + (near ? " wir-space-reach" : "") };
      }, Array.from(new Set(named.concat(data.important))));
      describe(shown);
    }

    function chooseAndKeep(key) {
      choose(key);
      history.replaceState(null, "", chosen ? hashOf(chosen) : location.pathname + location.search);
      top.scrollIntoView({ block: "nearest" });
    }

    search.addEventListener("input", function () {
      options();
      const found = matches();
      if (!search.value.trim()) { describe(picture()); return; }
      status.textContent = !found.length ? "Nothing is called that." :
        (found.length > 1 ? number(found.length) + " found; " : "") + "Enter shows " + found[0].text + ".";
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      const found = matches();
      if (search.value.trim() && found.length) { chooseAndKeep(found[0].value); }
    });
    select.addEventListener("change", function () { chooseAndKeep(select.value); });
    function address() { return new URLSearchParams(location.hash.slice(1)).get("partners") || ""; }
    window.addEventListener("hashchange", function () { if (address()) { choose(address()); } });
    choose(address());
    if (chosen) { root.scrollIntoView(); }
  }

  function begin() { document.querySelectorAll(".wir-partners").forEach(start); }
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", begin); } else { begin(); }
})();
