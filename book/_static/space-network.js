/* A network in a frame: drawn, named, enlarged, moved, pointed at and walked through by keyboard.
   Used by space.js: wirNetwork(stage, buttons, data, facts) returns {paint, focus}. */
window.wirNetwork = function (stage, buttons, data, facts) {
  "use strict";
  const NARROW = 560, PAD = 16;
  const view = { zoom: 1, x: 0.5, y: 0.5 };
  let active = -1, width = 0, height = 0, order = data.important, drag = null;

  function mark(tag, attributes, parent) {
    const one = document.createElementNS("http://www.w3.org/2000/svg", tag);
    set(one, attributes);
    parent.append(one);
    return one;
  }

  function set(one, attributes) {
    Object.entries(attributes).forEach(function (pair) { one.setAttribute(pair[0], pair[1]); });
  }

  const svg = mark("svg", { role: "listbox", "aria-label": data.activities, "aria-orientation": "horizontal" }, stage);
  const tip = document.createElement("div");
  tip.className = "wir-space-tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  stage.append(tip);
  const links = mark("g", { class: "wir-space-links", "aria-hidden": "true" }, svg);
  const dots = mark("g", { role: "presentation" }, svg);
  const labels = mark("g", { class: "wir-space-labels", "aria-hidden": "true" }, svg);
  const nodes = data.nodes.map(function (one) {
    return { name: one[0], x: one[2] / data.width, y: 1 - one[3], radius: one[4] };
  });
  const drawnLinks = [];
  for (let i = 0; i < data.edges.length; i += 2) {
    drawnLinks.push([mark("line", {}, links), nodes[data.edges[i]], nodes[data.edges[i + 1]]]);
  }
  data.important.forEach(function (which, first) {
    const one = nodes[which];
    one.mark = mark("circle", { role: "option", tabindex: first ? -1 : 0, "aria-selected": false }, dots);
    one.mark.addEventListener("focus", function () { show(which); reveal(one); });
    one.mark.addEventListener("blur", hide);
  });

  /* ---- Where things are drawn, in pixels; upright where the frame is narrow ---- */
  function turned(one) { return width < NARROW ? [1 - one.y, one.x] : [one.x, one.y]; }

  function place(one) {
    const at = turned(one);
    return [width / 2 + (at[0] - view.x) * view.zoom * (width - 2 * PAD),
      height / 2 + (at[1] - view.y) * view.zoom * (height - 2 * PAD)];
  }

  function outside(one) { return one.at[0] < 0 || one.at[0] > width || one.at[1] < 0 || one.at[1] > height; }

  function draw() {
    width = stage.clientWidth;
    height = Math.round(width * (width < NARROW ? 1.5 : 0.62));
    set(svg, { width: width, height: height, viewBox: "0 0 " + width + " " + height });
    svg.classList.toggle("wir-space-moves", view.zoom > 1);
    const scale = Math.min(width, height) * Math.sqrt(view.zoom);
    nodes.forEach(function (one) {
      one.at = place(one);
      one.drawn = Math.max(one.radius * scale, 3);
      set(one.mark, { cx: one.at[0].toFixed(1), cy: one.at[1].toFixed(1), r: one.drawn.toFixed(1) });
    });
    drawnLinks.forEach(function (one) {
      const a = one[1].at, b = one[2].at;
      set(one[0], { x1: a[0].toFixed(1), y1: a[1].toFixed(1), x2: b[0].toFixed(1), y2: b[1].toFixed(1) });
    });
    nameNodes();
    zoomButtons.forEach(function (one) { one[0].disabled = one[1](); });
    if (active >= 0) { show(active); }
  }

  /* ---- Names beside nodes, the important ones first, none over another or over a node ---- */
  function lines(name) {
    if (name.length <= 22) { return [name]; }
    const middle = name.length / 2;
    const breaks = Array.from(name.matchAll(/[ ,.](?=[^\s,.])|[^\s,]-(?=[^\s,])/g), function (one) { return one.index + one[0].length; })
      .filter(function (at) { return at > 3 && at < name.length - 3; })
      .sort(function (a, b) { return Math.abs(a - middle) - Math.abs(b - middle); });
    return breaks.length ? [name.slice(0, breaks[0]).trim(), name.slice(breaks[0]).trim()] : [name];
  }

  function overlap(a, b) { return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]; }

  function nameNodes() {
    labels.replaceChildren();
    const taken = nodes.map(function (one) {
      const half = 0.89 * one.drawn;
      return [one.at[0] - half, one.at[1] - half, one.at[0] + half, one.at[1] + half];
    });
    let left = Math.round(width / 32 * Math.sqrt(view.zoom));
    order.forEach(function (which) {
      const one = nodes[which];
      if (!left || outside(one)) { return; }
      const label = mark("text", {}, labels);
      lines(one.name).forEach(function (part, row) {
        mark("tspan", { x: 0, dy: row ? "1.2em" : "0" }, label).textContent = part;
      });
      const box = label.getBBox(), w = box.width, h = box.height, gap = one.drawn + 3, slant = 0.7 * one.drawn + 2;
      const spot = [
        [gap, -h / 2], [-gap - w, -h / 2], [-w / 2, gap], [-w / 2, -gap - h],
        [slant, slant], [slant, -slant - h], [-slant - w, slant], [-slant - w, -slant - h],
        [-w / 4, gap], [-0.75 * w, gap], [-w / 4, -gap - h], [-0.75 * w, -gap - h]
      ].map(function (shift) {
        const x = one.at[0] + shift[0], y = one.at[1] + shift[1];
        return [x, y, x + w, y + h];
      }).find(function (spot) {
        return spot[0] > 2 && spot[1] > 2 && spot[2] < width - 2 && spot[3] < height - 2 &&
          !taken.some(function (other) { return overlap(spot, other); });
      });
      if (!spot) { label.remove(); return; }
      taken.push(spot);
      left -= 1;
      label.setAttribute("transform", "translate(" + (spot[0] - box.x).toFixed(1) + " " + (spot[1] - box.y).toFixed(1) + ")");
    });
  }

  /* ---- One node: what is known of it, in a box beside it ---- */
  function show(which) {
    hide();
    active = which;
    const one = nodes[which], known = facts(which);
    one.mark.classList.add("wir-space-active");
    [["strong", one.name]].concat(known.map(function (fact) { return ["span", fact]; })).forEach(function (part) {
      const line = document.createElement(part[0]);
      line.textContent = part[1];
      tip.append(line);
    });
    tip.hidden = false;
    const box = tip.getBoundingClientRect(), away = one.drawn + 10;
    const below = one.at[1] + away + box.height < height || one.at[1] < height / 2;
    tip.style.left = Math.max(4, Math.min(one.at[0] - box.width / 2, width - box.width - 4)) + "px";
    tip.style.top = (below ? one.at[1] + away : one.at[1] - away - box.height) + "px";
  }

  function hide() {
    if (active >= 0) { nodes[active].mark.classList.remove("wir-space-active"); }
    active = -1;
    tip.hidden = true;
    tip.replaceChildren();
  }

  function focus(which) {
    nodes.forEach(function (one) { set(one.mark, { tabindex: -1, "aria-selected": false }); });
    set(nodes[which].mark, { tabindex: 0, "aria-selected": true });
    nodes[which].mark.focus({ preventScroll: true });
  }

  /* ---- Keyboard: arrow keys go to the nearest node in their direction ---- */
  function next(which, across, down) {
    const from = nodes[which].at;
    let best = which, least = Infinity;
    nodes.forEach(function (one, other) {
      const x = one.at[0] - from[0], y = one.at[1] - from[1];
      const ahead = x * across + y * down, way = ahead + 2 * (Math.abs(x * down) + Math.abs(y * across));
      if (other !== which && ahead > 0.5 && way < least) { least = way; best = other; }
    });
    return best;
  }

  svg.addEventListener("keydown", function (event) {
    const which = nodes.findIndex(function (one) { return one.mark === document.activeElement; });
    const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (which < 0) { return; }
    if (event.key === "Escape") { nodes[which].mark.blur(); }
    if (step) { event.preventDefault(); focus(next(which, step[0], step[1])); }
  });

  /* ---- Pointer: near is enough; dragging moves what is enlarged ---- */
  function near(event) {
    const frame = svg.getBoundingClientRect(), x = event.clientX - frame.left, y = event.clientY - frame.top;
    let best = -1, least = event.pointerType === "mouse" ? 10 : 24;
    nodes.forEach(function (one, which) {
      const away = Math.hypot(one.at[0] - x, one.at[1] - y) - one.drawn;
      if (away < least) { least = away; best = which; }
    });
    return best;
  }

  function point(which) { if (which >= 0) { show(which); } else { hide(); } }

  svg.addEventListener("pointerdown", function (event) {
    if (view.zoom > 1 && event.isPrimary) { drag = { x: event.clientX, y: event.clientY, moved: false }; }
  });
  svg.addEventListener("pointermove", function (event) {
    if (drag && (drag.moved || Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > 4)) {
      svg.setPointerCapture(event.pointerId);
      view.x -= (event.clientX - drag.x) / view.zoom / width;
      view.y -= (event.clientY - drag.y) / view.zoom / height;
      drag = { x: event.clientX, y: event.clientY, moved: true };
      hide();
      bounded();
    } else if (!drag && event.pointerType === "mouse") { point(near(event)); }
  });
  svg.addEventListener("pointerleave", function () { if (!svg.contains(document.activeElement)) { hide(); } });
  svg.addEventListener("pointercancel", function () { drag = null; });
  svg.addEventListener("pointerup", function (event) {
    const moved = drag && drag.moved, which = near(event);
    drag = null;
    /* After the browser has moved the focus by itself. */
    if (!moved) { setTimeout(function () { if (which >= 0) { focus(which); } point(which); }, 0); }
  });
  svg.addEventListener("wheel", function (event) {
    if (event.ctrlKey || event.metaKey) { event.preventDefault(); zoom(event.deltaY < 0 ? 1.25 : 0.8); }
  }, { passive: false });

  /* ---- Zoom and move ---- */
  function half() { return 0.5 / view.zoom; }

  function bounded() {
    view.x = Math.max(half(), Math.min(1 - half(), view.x));
    view.y = Math.max(half(), Math.min(1 - half(), view.y));
    draw();
  }

  function zoom(factor) {
    view.zoom = Math.max(1, Math.min(8, view.zoom * factor));
    if (view.zoom < 1.05) { view.zoom = 1; }
    bounded();
  }

  function move(across, down) {
    view.x += across * 0.3 / view.zoom;
    view.y += down * 0.3 / view.zoom;
    bounded();
  }

  function reveal(one) {
    if (outside(one)) { view.x = turned(one)[0]; view.y = turned(one)[1]; bounded(); }
  }

  function whole() { return view.zoom === 1; }

  const zoomButtons = [
    ["+", "Zoom in", function () { zoom(1.6); }, function () { return view.zoom >= 8; }],
    ["−", "Zoom out", function () { zoom(1 / 1.6); }, whole],
    ["←", "Move left", function () { move(-1, 0); }, function () { return view.x <= half() + 1e-6; }],
    ["↑", "Move up", function () { move(0, -1); }, function () { return view.y <= half() + 1e-6; }],
    ["↓", "Move down", function () { move(0, 1); }, function () { return view.y >= 1 - half() - 1e-6; }],
    ["→", "Move right", function () { move(1, 0); }, function () { return view.x >= 1 - half() - 1e-6; }],
    ["Reset", "Reset the zoom", function () { zoom(0); }, whole]
  ].map(function (one) {
    const button = document.createElement("button");
    button.textContent = one[0];
    set(button, { type: "button", "aria-label": one[1], title: one[1] });
    button.addEventListener("click", one[2]);
    buttons.append(button);
    return [button, one[3]];
  });
  new ResizeObserver(function () { if (stage.clientWidth && stage.clientWidth !== width) { draw(); } }).observe(stage);

  return {
    focus: focus,
    /* Paint each node with {fill, kind} of look(which); names come in the order given. */
    paint: function (look, named) {
      hide();
      order = named;
      nodes.forEach(function (one, which) {
        const looks = look(which);
        one.mark.setAttribute("class", looks.kind);
        one.mark.style.fill = looks.fill;
        one.mark.setAttribute("aria-label", [one.name].concat(facts(which)).join("; "));
      });
      draw();
    }
  };
};
