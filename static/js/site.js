// The site works without this file. It closes the phone's "More" sheet on Escape and on a tap beside it, closes reasons
// that are open under their row, and says the reader's own time beside a circuit's where the two differ.
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
for (const time of document.querySelectorAll("[data-your-time] time[datetime*='T']")) {
  const yours = new Date(time.dateTime).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const words = time.closest("[data-your-time]").dataset.yourTime;
  if (yours !== time.textContent) time.after(` (${words.replace("{time}", yours)})`);
}
