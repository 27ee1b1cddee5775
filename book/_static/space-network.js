/* A network in a frame: drawn, named, enlarged, moved, pointed at and walked through by keyboard; or
   some of its nodes in a chart with axes. Used by space.js: wirNetwork(stage, buttons, data, facts)
   returns {paint, focus, shown}. */
window.wirNetwork = function (stage, buttons, data, facts) {
  "use strict";
  const NARROW = 560, PAD = 16, MARGIN = { left: 40, top: 28, right: 10, bottom: 42 };
  const FAR = [0, 12, 24, 36, 48, 62];
  const view = { zoom: 1, x: 0.5, y: 0.5 };
  let active = -1, width = 0, height = 0, order = data.important, drag = null, chart = null;

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
  const clip = mark("clipPath", { id: "wir-space-clip-" + document.querySelectorAll(".wir-space-stage clipPath").length }, svg);
  const plot = mark("rect", {}, clip);
  const axes = mark("g", { class: "wir-space-axes", "aria-hidden": "true" }, svg);
  const links = mark("g", { class: "wir-space-links", "aria-hidden": "true" }, svg);
  const dots = mark("g", { role: "presentation" }, svg);
  const leaders = mark("g", { class: "wir-space-leaders", "aria-hidden": "true" }, svg);
  const labels = mark("g", { class: "wir-space-labels", "aria-hidden": "true" }, svg);
  const nodes = data.nodes.map(function (one) {
    return { name: one[0], x: one[2] / data.width, y: 1 - one[3], radius: one[4], shown: true };
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

  /* ---- Where things are drawn, in pixels; the network upright where the frame is narrow ---- */
  function turned(one) {
    if (chart) { return one.unit; }
    return width < NARROW ? [1 - one.y, one.x] : [one.x, one.y];
  }

  /* The part of the frame that 0 to 1 fills, and that in which nodes can be seen. */
  function inner() {
    const pad = chart ? MARGIN : { left: PAD, top: PAD, right: PAD, bottom: PAD };
    return [pad.left, pad.top, width - pad.right, height - pad.bottom];
  }

  function seen() { return chart ? inner() : [0, 0, width, height]; }

  function place(at) {
    const box = inner();
    return [(box[0] + box[2]) / 2 + (at[0] - view.x) * view.zoom * (box[2] - box[0]),
      (box[1] + box[3]) / 2 + (at[1] - view.y) * view.zoom * (box[3] - box[1])];
  }

  function outside(one) {
    const box = seen();
    return one.at[0] < box[0] || one.at[0] > box[2] || one.at[1] < box[1] || one.at[1] > box[3];
  }

  function draw() {
    width = stage.clientWidth;
    height = Math.round(width * (width >= NARROW ? 0.62 : chart ? 1.2 : 1.5));
    set(svg, { width: width, height: height, viewBox: "0 0 " + width + " " + height });
    svg.classList.toggle("wir-space-moves", view.zoom > 1);
    const scale = Math.min(width, height) * Math.sqrt(view.zoom);
    nodes.forEach(function (one) {
      one.at = one.shown ? place(turned(one)) : [-1e6, -1e6];
      one.drawn = chart ? one.size * (width < NARROW ? 0.8 : 1) * Math.sqrt(view.zoom) : Math.max(one.radius * scale, 3);
      one.mark.style.display = one.shown ? "" : "none";
      set(one.mark, { cx: one.at[0].toFixed(1), cy: one.at[1].toFixed(1), r: one.drawn.toFixed(1) });
    });
    links.style.display = chart ? "none" : "";
    (chart ? [] : drawnLinks).forEach(function (one) {
      const a = one[1].at, b = one[2].at;
      set(one[0], { x1: a[0].toFixed(1), y1: a[1].toFixed(1), x2: b[0].toFixed(1), y2: b[1].toFixed(1) });
    });
    const corners = drawAxes();
    nameNodes(corners);
    zoomButtons.forEach(function (one) { one[0].disabled = one[1](); });
    if (active >= 0) { show(active); }
  }

  /* ---- The chart: ticks, two dividing lines, the names of the corners ---- */
  function unit(value, axis) {
    const ends = chart.ends[axis], share = (value - ends[0]) / (ends[1] - ends[0]);
    return axis ? 1 - share : share;
  }

  function pixel(value, axis) {
    const at = [0.5, 0.5];
    at[axis] = unit(value, axis);
    return place(at)[axis];
  }

  function ticks(axis) {
    const ends = chart.ends[axis], rough = (ends[1] - ends[0]) / view.zoom / (width < NARROW ? 5 : 8);
    const power = Math.pow(10, Math.floor(Math.log10(rough)));
    const step = [1, 2, 5, 10].map(function (one) { return one * power; }).find(function (one) { return one >= rough; });
    const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9)), found = [];
    for (let at = Math.ceil(ends[0] / step); at * step <= ends[1]; at += 1) {
      found.push([at * step, (at * step).toFixed(digits).replace("-", "−")]);
    }
    return found;
  }

  /* Return the boxes of what is written inside the chart. */
  function drawAxes() {
    axes.replaceChildren();
    [dots, leaders].forEach(function (one) { if (chart) { set(one, { "clip-path": "url(#" + clip.id + ")" }); } else { one.removeAttribute("clip-path"); } });
    if (!chart) { return []; }
    const box = inner(), middle = [pixel(chart.lines[0], 0), pixel(chart.lines[1], 1)], written = [];
    set(plot, { x: box[0], y: box[1], width: box[2] - box[0], height: box[3] - box[1] });
    function line(x1, y1, x2, y2, kind) { mark("line", { x1: x1, y1: y1, x2: x2, y2: y2, class: kind }, axes); }
    function write(text, x, y, anchor, kind) {
      const one = mark("text", { x: x, y: y, "text-anchor": anchor, class: kind || "" }, axes);
      one.textContent = text;
      return one;
    }
    ticks(0).forEach(function (one) {
      const x = pixel(one[0], 0);
      if (x < box[0] || x > box[2]) { return; }
      line(x, box[3], x, box[3] + 4, "");
      write(one[1], x, box[3] + 16, "middle");
    });
    ticks(1).forEach(function (one) {
      const y = pixel(one[0], 1);
      if (y < box[1] || y > box[3]) { return; }
      line(box[0] - 4, y, box[0], y, "");
      write(one[1], box[0] - 7, y + 4, "end");
    });
    line(box[0], box[3], box[2], box[3], "");
    line(box[0], box[1], box[0], box[3], "");
    if (middle[0] > box[0] && middle[0] < box[2]) { line(middle[0], box[1], middle[0], box[3], "wir-space-middle"); }
    if (middle[1] > box[1] && middle[1] < box[3]) { line(box[0], middle[1], box[2], middle[1], "wir-space-middle"); }
    write(chart.names[0], box[2], height - 8, "end", "wir-space-axis");
    write(chart.names[1], 8, 18, "start", "wir-space-axis");
    /* Each corner is named where enough of it can be seen. */
    chart.corners.forEach(function (name, corner) {
      const right = corner % 2, low = corner > 1;
      const wide = right ? box[2] - Math.max(middle[0], box[0]) : Math.min(middle[0], box[2]) - box[0];
      const high = low ? box[3] - Math.max(middle[1], box[1]) : Math.min(middle[1], box[3]) - box[1];
      const text = write(name, right ? box[2] - 5 : box[0] + 6, low ? box[3] - 7 : box[1] + 14, right ? "end" : "start", "wir-space-corner");
      const drawn = text.getBBox();
      if (high < 20 || (view.zoom > 1 && wide < drawn.width)) { text.remove(); return; }
      written.push([drawn.x, drawn.y, drawn.x + drawn.width, drawn.y + drawn.height]);
    });
    return written;
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

  /* Where a name of this size can stand beside a node, the better places first; further away with a line. */
  function spots(one, w, h, far) {
    const gap = one.drawn + 3 + far, slant = 0.7 * (one.drawn + far) + 2;
    return [
      [gap, -h / 2], [-gap - w, -h / 2], [-w / 2, gap], [-w / 2, -gap - h],
      [slant, slant], [slant, -slant - h], [-slant - w, slant], [-slant - w, -slant - h],
      [-w / 4, gap], [-0.75 * w, gap], [-w / 4, -gap - h], [-0.75 * w, -gap - h]
    ].map(function (shift) {
      const x = one.at[0] + shift[0], y = one.at[1] + shift[1];
      return [x, y, x + w, y + h];
    });
  }

  /* The place for a name that is nearest to the node, of all that fit. */
  function nearest(one, w, h, visible, fits) {
    let best, least = Infinity;
    for (let y = visible[1] + 3; y < visible[3] - h; y += 5) {
      for (let x = visible[0] + 3; x < visible[2] - w; x += 5) {
        const spot = [x, y, x + w, y + h];
        const away = Math.hypot(Math.max(x - one.at[0], 0, one.at[0] - spot[2]), Math.max(y - one.at[1], 0, one.at[1] - spot[3]));
        if (away > one.drawn && away < least && fits(spot)) { best = spot; least = away; }
      }
    }
    return best;
  }

  function nameNodes(written) {
    labels.replaceChildren();
    leaders.replaceChildren();
    function covered(one) {
      const half = 0.89 * one.drawn;
      return [one.at[0] - half, one.at[1] - half, one.at[0] + half, one.at[1] + half];
    }
    const visible = seen(), taken = nodes.filter(function (one) { return one.shown; }).map(covered).concat(written);
    const named = order.filter(function (which) { return nodes[which].shown; })
      .map(function (which) { return covered(nodes[which]); }).concat(written);
    const texts = written.slice();
    function free(others) {
      return function (spot) {
        return spot[0] > visible[0] + 2 && spot[1] > visible[1] + 2 && spot[2] < visible[2] - 2 && spot[3] < visible[3] - 2 &&
          !others.some(function (other) { return overlap(spot, other); });
      };
    }
    let left = chart ? order.length : Math.round(width / 32 * Math.sqrt(view.zoom));
    order.forEach(function (which) {
      const one = nodes[which];
      if (!left || !one.shown || outside(one)) { return; }
      const label = mark("text", {}, labels);
      lines(one.name).forEach(function (part, row) {
        mark("tspan", { x: 0, dy: row ? "1.2em" : "0" }, label).textContent = part;
      });
      const box = label.getBBox(), w = box.width, h = box.height;
      /* In the chart all are named: further away where it is crowded, over other nodes if need be. */
      let spot, far = 0;
      (chart ? FAR : [0]).some(function (away) {
        far = away;
        spot = spots(one, w, h, away).find(free(taken));
        return spot;
      });
      if (chart && !spot) { far = 1; spot = nearest(one, w, h, visible, free(named)) || nearest(one, w, h, visible, free(texts)); }
      if (!spot) { label.remove(); return; }
      if (far) {
        const x = Math.max(spot[0], Math.min(one.at[0], spot[2])), y = Math.max(spot[1], Math.min(one.at[1], spot[3]));
        mark("line", { x1: one.at[0].toFixed(1), y1: one.at[1].toFixed(1), x2: x.toFixed(1), y2: y.toFixed(1) }, leaders);
      }
      taken.push(spot);
      named.push(spot);
      texts.push(spot);
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

  function enter(which, selected) {
    nodes.forEach(function (one) { set(one.mark, { tabindex: -1, "aria-selected": false }); });
    set(nodes[which].mark, { tabindex: 0, "aria-selected": selected });
  }

  function focus(which) {
    enter(which, true);
    nodes[which].mark.focus({ preventScroll: true });
  }

  /* ---- Keyboard: arrow keys go to the nearest node in their direction ---- */
  function next(which, across, down) {
    const from = nodes[which].at;
    let best = which, least = Infinity;
    nodes.forEach(function (one, other) {
      if (!one.shown) { return; }
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
      if (!one.shown || outside(one)) { return; }
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
  new ResizeObserver(function () {
    if (stage.clientWidth && stage.clientWidth !== width && svg.getClientRects().length) { draw(); }
  }).observe(stage);

  return {
    focus: focus,
    shown: function (which) { return nodes[which].shown; },
    /* Paint each node with {fill, kind} of look(which); names come in the order given. With a chart,
       {points: [[x, y] or null, …], sizes, ends: [[low, high], [low, high]], lines: [x, y],
       names: [x, y], corners}, nodes stand in it; without one, in the network. */
    paint: function (look, named, wanted) {
      hide();
      order = named;
      if (!wanted !== !chart) { Object.assign(view, { zoom: 1, x: 0.5, y: 0.5 }); }
      chart = wanted || null;
      nodes.forEach(function (one, which) {
        const looks = look(which), point = chart && chart.points[which];
        one.shown = !chart || Boolean(point);
        one.size = chart ? chart.sizes[which] : 0;
        if (point) { one.unit = [unit(point[0], 0), unit(point[1], 1)]; }
        one.mark.setAttribute("class", looks.kind);
        one.mark.style.fill = looks.fill;
        one.mark.setAttribute("aria-label", [one.name].concat(facts(which)).join("; "));
      });
      /* Small ones over large ones, and in the chart those that are named over all. */
      let stacked = data.important;
      if (chart) {
        stacked = data.important.slice().sort(function (a, b) { return nodes[b].size - nodes[a].size; })
          .filter(function (which) { return !named.includes(which); }).concat(named.slice().reverse());
      }
      stacked.forEach(function (which) { dots.append(nodes[which].mark); });
      const start = nodes.findIndex(function (one) { return one.mark.getAttribute("tabindex") === "0"; });
      const first = named.concat(data.important).find(function (which) { return nodes[which].shown; });
      if (!nodes[start].shown && first !== undefined) { enter(first, false); }
      draw();
    }
  };
};
