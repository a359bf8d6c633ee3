// The site works without this file. It closes the phone's "More" sheet on Escape and on a tap beside it.
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
