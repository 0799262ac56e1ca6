// Keys for the work list. They can be switched off (WCAG 2.1.4), never act while somebody types, and do nothing a
// mouse cannot do.
(() => {
  const stored = () => { try { return localStorage.getItem("keys") !== "off"; } catch { return true; } };
  const store = (on) => { try { localStorage.setItem("keys", on ? "on" : "off"); } catch { /* for this page only */ } };
  let on = stored();

  const table = () => document.querySelector("[data-queue]");
  const rows = () => [...(table()?.querySelectorAll("tbody tr") ?? [])];
  const current = () => rows().findIndex((row) => row.hasAttribute("aria-current"));
  const go = (to) => {
    const all = rows();
    if (!all.length) return;
    all.forEach((row) => row.removeAttribute("aria-current"));
    const row = all[Math.max(0, Math.min(to, all.length - 1))];
    row.setAttribute("aria-current", "true");
    row.querySelector("a").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  const tick = () => rows()[current()]?.querySelector("input[type=checkbox]")?.click();
  const open = () => rows()[current()]?.querySelector("a")?.click();
  const search = () => document.querySelector("input[type=search]")?.focus();
  const help = () => {
    const line = document.querySelector("[data-keys]");
    line?.scrollIntoView({ block: "nearest" });
    line?.querySelector("button")?.focus();
  };
  const keys = { j: () => go(current() + 1), k: () => go(current() - 1), x: tick, Enter: open, "/": search, "?": help };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing) { if (event.key === "Escape") typing.blur(); return; }
    if (!on) return;
    if (event.key === "Enter" && event.target.closest("a, button, summary, label, input")) return;
    const act = keys[event.key] && (table() || event.key === "?") ? keys[event.key]
      : event.key.length === 1 ? named(event.key) : null;
    if (!act) return;
    event.preventDefault();
    act();
  });
  const named = (key) => {
    const button = document.querySelector(`[data-key="${CSS.escape(key)}"]:not([aria-disabled=true])`);
    return button && (() => (button.matches("a") ? button.click() : button.focus())); // what changes something is only reached
  };

  const hint = () => {
    const line = document.querySelector("[data-keys]");
    if (!line) return;
    line.hidden = false;
    const button = line.querySelector("[data-keys-switch]");
    const show = () => {
      button.setAttribute("aria-pressed", String(on));
      line.toggleAttribute("data-off", !on);
    };
    show();
    button.addEventListener("click", () => { on = !on; store(on); show(); });
  };
  hint();

  // Chosen rows: all at once, and the count in the bar below.
  const boxes = () => [...document.querySelectorAll("[data-queue] tbody input[type=checkbox]")];
  const count = () => {
    const chosen = boxes().filter((box) => box.checked).length;
    for (const place of document.querySelectorAll("[data-chosen-count]")) place.textContent = String(chosen);
    const all = document.querySelector("[data-choose-all]");
    if (all) { all.checked = chosen > 0 && chosen === boxes().length; all.indeterminate = chosen > 0 && !all.checked; }
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-choose-all]")) boxes().forEach((box) => { box.checked = event.target.checked; });
    if (event.target.closest("[data-queue]")) count();
  });
  count();
})();
