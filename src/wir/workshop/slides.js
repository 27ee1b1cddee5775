(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const place = document.getElementById("place");
  const turn = document.querySelector(".turn");
  let now = 0;
  const show = (wanted, focus) => {
    now = Math.max(0, Math.min(slides.length - 1, wanted));
    slides.forEach((one, index) => one.classList.toggle("current", index === now));
    place.textContent = `${now + 1} / ${slides.length}`;
    document.getElementById("back").disabled = now === 0;
    document.getElementById("next").disabled = now === slides.length - 1;
    history.replaceState(null, "", `#${now + 1}`);
    if (focus) { slides[now].focus({ preventScroll: true }); }
    window.scrollTo(0, 0);
  };
  const steps = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
  document.addEventListener("keydown", event => {
    if (event.altKey || event.ctrlKey || event.metaKey) { return; }
    const inside = event.target.closest && event.target.closest(".scroll");
    if (inside && inside.scrollWidth > inside.clientWidth && event.key.startsWith("Arrow")) { return; }
    if (event.key in steps) { show(now + steps[event.key], true); }
    else if (event.key === " " && !event.target.closest("button, a")) { show(now + (event.shiftKey ? -1 : 1), true); }
    else if (event.key === "Home") { show(0, true); }
    else if (event.key === "End") { show(slides.length - 1, true); }
    else { return; }
    event.preventDefault();
  });
  document.getElementById("back").addEventListener("click", () => show(now - 1, false));
  document.getElementById("next").addEventListener("click", () => show(now + 1, false));
  document.body.classList.add("show");
  turn.hidden = false;
  show((parseInt(location.hash.slice(1), 10) || 1) - 1, false);
})();
