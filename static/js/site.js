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

// The reader's own time, with the day where that is another one; again where htmx has put a new piece in place.
const sayYourTime = () => {
  for (const time of document.querySelectorAll("[data-your-time] time[datetime*='T']")) {
    const at = new Date(time.dateTime);
    const yours = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    if (time.dateTime.slice(11, 16) === yours || time.parentElement.querySelector(".your-time")) continue;
    const isSameDay = time.dateTime.slice(8, 10) === String(at.getDate()).padStart(2, "0");
    const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
    const day = isSameDay ? "" : `${at.toLocaleDateString(language, { day: "numeric", month: "long" })}, `;
    const pill = document.createElement("span");
    pill.className = "your-time";
    pill.textContent = time.closest("[data-your-time]").dataset.yourTime.replace("{time}", day + yours);
    time.parentElement.append(" ", pill);
  }
};
sayYourTime();
document.addEventListener("htmx:afterSettle", sayYourTime);
