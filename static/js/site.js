// The site works without this file. It closes the phone's "More" sheet on Escape and on a tap beside it, closes reasons
// that are open under their row, leaves a click with Ctrl, Cmd or Shift to the browser, says what htmx did not get, and
// writes the reader's own time beside a circuit's where the two differ.
document.addEventListener("keydown", (event) => {
  const more = document.querySelector("#more[open]");
  if (more && event.key === "Escape") {
    more.open = false;
    more.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  const more = document.querySelector("#more[open]");
  if (more && !more.contains(event.target)) more.open = false;
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const link = event.target.closest("[aria-controls][aria-expanded=true]");
  if (!link) return;
  event.preventDefault();
  link.setAttribute("aria-expanded", "false");
  document.getElementById(link.getAttribute("aria-controls")).replaceChildren();
});
document.addEventListener("htmx:afterSwap", (event) => {
  for (const link of document.querySelectorAll(`[aria-controls="${event.target.id}"]`)) {
    link.setAttribute("aria-expanded", link === event.detail.requestConfig.elt);
  }
});

// A link that htmx answers opens in a tab or a window of its own like any other: htmx never hears of such a click.
document.addEventListener("click", (event) => {
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (elsewhere && event.target.closest("a[data-hx-get]")) event.stopPropagation();
}, true);

// What a reader asked htmx for and did not get, with its address as a plain link. Polls speak for themselves.
// Each time they are looked for anew: the Back button puts another body in place, which nothing was asked for.
const notLoaded = () => document.getElementById("not-loaded");
const isAsked = (event) => event.detail.requestConfig?.elt.matches("a, form, input");
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    if (!isAsked(event)) return;
    const words = document.getElementById("not-loaded-words").content.cloneNode(true);
    words.querySelector("a").href = event.detail.requestConfig.elt.href ?? event.detail.pathInfo.finalRequestPath;
    notLoaded().replaceChildren(words);
  });
}
document.addEventListener("htmx:afterSwap", (event) => isAsked(event) && notLoaded().replaceChildren());
document.addEventListener("click", (event) => !notLoaded().contains(event.target) && notLoaded().replaceChildren());

for (const time of document.querySelectorAll("[data-your-time] time[datetime*='T']")) {
  const yours = new Date(time.dateTime).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const words = time.closest("[data-your-time]").dataset.yourTime;
  if (yours !== time.textContent) time.after(` (${words.replace("{time}", yours)})`);
}
