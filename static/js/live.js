// What a running session needs on the reader's side; the page reads well without it. htmx polls; this file
// - lets no poll go while the tab is hidden, and asks at once when the reader is back;
// - slows down when the server is slow or does not answer, and says when the line is cut;
// - lets only the rows that changed flash, and tells only these to screen readers;
// - writes the times in the reader's own zone.
const EVERY = 2000;
const SLOWEST = 30000;
const TOLD = 5;

let askedAt = 0;
let notBefore = 0;
let failures = 0;
let rowsBefore = new Map();

// Stands outside what is swapped, as a live region must.
const news = document.getElementById("said");

const polled = (element) => element.matches?.("[data-live]");

function rowsOf(piece) {
  return new Map([...piece.querySelectorAll("[data-row]")].map((row) => [keyOf(row), row.dataset.is]));
}

function keyOf(row) {
  return `${row.tagName} ${row.dataset.row} ${row.closest("table")?.caption?.textContent ?? ""}`;
}

function showClocks(piece) {
  for (const clock of piece.querySelectorAll("time[data-clock]")) {
    clock.textContent = new Date(clock.dateTime).toLocaleTimeString("en-GB");
  }
}

function cut() {
  failures += 1;
  notBefore = Date.now() + Math.min(SLOWEST, EVERY * 2 ** (failures - 1)) - EVERY / 2;
  // One lost answer is nothing to speak of.
  if (failures > 1) for (const line of document.querySelectorAll("[data-lost]")) line.hidden = false;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!polled(event.target) || event.detail.requestConfig.elt !== event.target) return;
  if (document.hidden || Date.now() < notBefore) event.preventDefault();
  else askedAt = Date.now();
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (!polled(event.target) || !event.detail.successful) return;
  // A server that takes long is asked less often.
  const took = Date.now() - askedAt;
  failures = 0;
  notBefore = took > EVERY / 2 ? askedAt + Math.min(SLOWEST, took * 5) : 0;
  for (const line of document.querySelectorAll("[data-lost]")) line.hidden = true;
});

for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(name, (event) => polled(event.target) && cut());
}

document.addEventListener("htmx:beforeSwap", (event) => {
  if (polled(event.target) && event.detail.shouldSwap) rowsBefore = rowsOf(event.target);
});

document.addEventListener("htmx:load", (event) => {
  const piece = event.target;
  if (!piece.id?.startsWith("live-")) return;
  showClocks(piece);
  if (!rowsBefore.size) return;
  const changed = [...piece.querySelectorAll("[data-row]")].filter((row) => {
    const before = rowsBefore.get(keyOf(row));
    return before !== undefined ? before !== row.dataset.is : row.dataset.row === "race-control";
  });
  rowsBefore = new Map();
  for (const row of changed) row.classList.add("changed");
  const told = changed.filter((row) => row.dataset.says).slice(0, TOLD);
  if (told.length) news.textContent = told.map((row) => row.dataset.says).join(". ");
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  notBefore = 0;
  for (const piece of document.querySelectorAll("[data-live]")) htmx.trigger(piece, "wake");
});

showClocks(document);
