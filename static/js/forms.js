// What makes filling a form calmer. Every form works without it.
(() => {
  const time = () => new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" }).format(new Date());

  // Autosave: htmx sends the draft, this only says how it stands, in one polite line.
  const say = (key) => {
    const line = document.querySelector("[data-saved]");
    if (!line) return;
    line.querySelector("span").textContent = key === "done" ? `${line.dataset.done} ${time()}` : line.dataset[key];
    line.dataset.s = key === "failed" ? "bad" : "";
  };
  const drafts = (event) => event.target instanceof Element && event.target.closest("form[data-autosave]") === event.detail.elt;
  document.addEventListener("htmx:beforeRequest", (event) => { if (drafts(event)) say("saving"); });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!drafts(event)) return;
    if (event.detail.successful) delete event.detail.elt.dataset.unsaved;
    say(event.detail.successful ? "done" : "failed");
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-autosave]");
    if (form) form.dataset.unsaved = "";
  });
  // Leaving the page: the last words go as well.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden") return;
    for (const form of document.querySelectorAll("form[data-autosave][data-unsaved]")) {
      if (navigator.sendBeacon(form.getAttribute("hx-post"), new FormData(form))) delete form.dataset.unsaved;
    }
  });
  document.addEventListener("submit", (event) => { delete event.target.dataset.unsaved; });

  // The same form twice in a row is one form: a second click waits for the first answer.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post") && !form.hasAttribute("data-autosave")) return;
    if (form.ariaBusy === "true") { event.preventDefault(); return; }
    form.ariaBusy = "true";
    setTimeout(() => form.removeAttribute("aria-busy"), 10000); // an answer that is a file leaves the page as it was
  });
  addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy"); });

  // Upload: how much has gone, then that the file is being looked at.
  const going = (event) => event.target instanceof Element ? event.target.closest("[data-upload]")?.querySelector("[data-going]") : null;
  const tell = (place, key, part) => {
    place.hidden = false;
    place.querySelector("output").textContent = place.querySelector("output").dataset[key] + (part === undefined ? "" : ` ${part} %`);
  };
  document.addEventListener("htmx:xhr:progress", (event) => {
    const place = going(event);
    if (!place || !event.detail.lengthComputable) return;
    const part = Math.floor((event.detail.loaded / event.detail.total) * 100);
    place.querySelector("progress").value = part;
    if (part >= 100) tell(place, "checking");
    else if (part % 10 === 0 || place.hidden) tell(place, "sending", part);
  });
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => { const place = going(event); if (place) tell(place, "failed"); });
  }

  document.addEventListener("htmx:afterSettle", (event) => {
    const slot = event.detail.elt.closest?.(".slot");
    const said = document.querySelector("[data-said]");
    if (!slot || !said) return;
    said.textContent = [...slot.querySelectorAll(":is(h2, h3, h4), .state, .wrong")].map((part) => part.textContent).join(": ");
    document.getElementById(`${slot.id}-file`)?.focus();
  });

  // Errors: the summary takes the focus, as a new page would.
  const summary = () => document.getElementById("errors")?.focus();
  document.addEventListener("DOMContentLoaded", summary);
  document.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target.querySelector?.("#errors")) summary(); });

  // Panels that are one line on a phone stand open where there is room.
  const wide = matchMedia("(min-width: 60rem)");
  const unfold = () => { if (wide.matches) for (const panel of document.querySelectorAll("details.fold")) panel.open = true; };
  wide.addEventListener("change", unfold);
  document.addEventListener("htmx:afterSwap", unfold);
  unfold();
})();
