// What a running session needs on the reader's side; the page reads well without it. htmx polls; this file
// - lets no poll go while the tab is hidden, and asks at once when the reader is back;
// - slows down when the server is slow or does not answer, and says when the line is cut;
// - lets only the rows that changed flash, and tells only these to screen readers;
// - stops and takes up again at the reader's word;
// - writes the times in the reader's own zone.
const EVERY = 2000;
const SLOWEST = 30000;
const TOLD = 5;
// Rows that have changed although nothing stood in their place before.
const NEW = ["race-control", "winner", "classification"];

let askedAt = 0;
let notBefore = 0;
let failures = 0;
let paused = false;
// Null before a piece has taken another's place.
let rowsBefore = null;

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

// The button comes anew with each piece.
function showPause() {
  const button = document.getElementById("live-pause");
  if (!button) return;
  button.hidden = false;
  button.setAttribute("aria-pressed", String(paused));
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#live-pause");
  if (!button) return;
  paused = !paused;
  showPause();
  news.textContent = paused ? button.dataset.paused : button.dataset.resumed;
  if (!paused) wake();
});

function cut() {
  failures += 1;
  notBefore = Date.now() + Math.min(SLOWEST, EVERY * 2 ** (failures - 1)) - EVERY / 2;
  // One lost answer is nothing to speak of.
  if (failures > 1) for (const line of document.querySelectorAll("[data-lost]")) line.hidden = false;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!polled(event.target) || event.detail.requestConfig.elt !== event.target) return;
  if (paused || document.hidden || Date.now() < notBefore) event.preventDefault();
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
  showPause();
  if (!rowsBefore) return;
  const changed = [...piece.querySelectorAll("[data-row]")].filter((row) => {
    const before = rowsBefore.get(keyOf(row));
    return before !== undefined ? before !== row.dataset.is : NEW.includes(row.dataset.row);
  });
  rowsBefore = null;
  for (const row of changed) row.classList.add("changed");
  // What stands around a piece does not renew itself.
  if (changed.some((row) => row.dataset.row === "classification")) {
    for (const line of document.querySelectorAll("[data-newer]")) line.hidden = false;
  }
  // A winner's sentence says what the rows would say once more.
  const winner = changed.filter((row) => row.dataset.row === "winner");
  const told = (winner.length ? winner : changed).filter((row) => row.dataset.says).slice(0, TOLD);
  if (told.length) news.textContent = told.map((row) => row.dataset.says).join(". ");
});

function wake() {
  notBefore = 0;
  for (const piece of document.querySelectorAll("[data-live]")) htmx.trigger(piece, "wake");
}

document.addEventListener("visibilitychange", () => document.hidden || wake());

showClocks(document);
showPause();
