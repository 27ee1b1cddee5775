// The arrows that open a part of the contents have no text of their own: name them.
document.addEventListener("DOMContentLoaded", () => {
  for (const arrow of document.querySelectorAll(".bd-sidebar-primary details > summary")) {
    const link = arrow.closest("li")?.querySelector("a");
    if (link) arrow.setAttribute("aria-label", `Pages under ${link.textContent.trim()}`);
  }
});
