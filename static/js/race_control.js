// Race control works without this file. It keeps what is typed in the browser until it is published, sends without
// losing the page when the signal drops, sets the spaces between car numbers and moves cars with buttons and keys.
(() => {
  const desk = () => document.getElementById("race-control");
  const KEPT = `race-control:${desk().dataset.session}`;
  // What goes with an order and is not of it: the preview stays right.
  const BESIDE = ["reason", "status", "lap", "flag", "commentary"];
  const FORMS = "#order, #decision, #counting, [id^=withdrawal-]";
  // A line that says nothing for so long is cut, in milliseconds.
  const PATIENCE = 20_000;

  function start() {
    show();
    // Of a button in the head: nothing that was typed became public, and all of it comes after what did.
    if ("published" in desk().dataset) {
      forget((key) => key.endsWith(" follows"));
    }
    restore();
  }

  function show() {
    for (const hidden of desk().querySelectorAll(".rc-keys, .rc-move")) hidden.hidden = false;
    // The column that is asked about, beside the lines' numbers.
    const open = desk().querySelector(".pasted-open");
    if (open) open.closest(".pasted-box").scrollLeft = open.offsetLeft - open.parentElement.firstElementChild.offsetWidth;
  }

  // What is typed and not published, by form and field.

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(KEPT)) || {};
    } catch {
      return {};
    }
  }

  function fields() {
    const found = {};
    for (const form of document.querySelectorAll(FORMS)) {
      for (const field of form.elements) {
        if (!field.name || field.type === "submit" || field.type === "button") continue;
        if (field.type === "hidden" && field.name !== "follows" && field.name !== "way") continue;
        if (isTick(field) || field.name === "csrfmiddlewaretoken") continue;
        const choice = ["checkbox", "radio"].includes(field.type);
        found[`${form.id} ${field.name}${choice ? ` ${field.value}` : ""}`] = field;
      }
    }
    return found;
  }

  // What is ticked was read in the preview that is there.
  const isTick = (field) => field.name === "seen" || field.name.startsWith("tick-");

  const valueOf = (field) => (["checkbox", "radio"].includes(field.type) ? field.checked : field.value);

  // All of a form that something was typed in; what a page came with is the site's.
  function keep(form) {
    forget((key) => key.startsWith(`${form.id} `));
    const typed = kept();
    for (const [key, field] of Object.entries(fields())) if (field.form === form) typed[key] = valueOf(field);
    store(typed);
  }

  function forget(isGone) {
    store(Object.fromEntries(Object.entries(kept()).filter(([key]) => !isGone(key))));
  }

  function store(typed) {
    try {
      localStorage.setItem(KEPT, JSON.stringify(typed));
    } catch {
      // A browser that keeps nothing still sends.
    }
  }

  function restore() {
    const typed = kept();
    // A page opened anew has one decision; for the others that were typed it is asked once more.
    const decisions = [...new Set(Object.keys(typed).map((key) => /^decision decision-(\d+)-/.exec(key)?.[1]))].filter(Boolean);
    if (decisions.length > 1 && !location.search) {
      location.replace(`${location.pathname}?${decisions.map((number) => `decision=${number}`).join("&")}`);
      return;
    }
    let changed = false;
    for (const [key, field] of Object.entries(fields())) {
      if (!(key in typed) || typed[key] === valueOf(field)) continue;
      if (["checkbox", "radio"].includes(field.type)) field.checked = typed[key];
      else field.value = typed[key];
      if (field.type !== "hidden") {
        changed = true;
        for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
      }
    }
    if (!changed) return;
    const note = document.getElementById("not-sent");
    note.textContent = `${desk().dataset.restored} `;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = desk().dataset.forget;
    button.addEventListener("click", () => {
      localStorage.removeItem(KEPT);
      location.assign(location.pathname);
    });
    note.append(button);
    note.hidden = false;
  }

  // Sending: the page stays until an answer is there.

  async function send(form, button) {
    const typed = new FormData(form, button);
    keep(form);
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(location.pathname, {
        method: "POST", body: typed, credentials: "same-origin", signal: AbortSignal.timeout?.(PATIENCE),
      });
      if (answer.redirected && new URL(answer.url).pathname.endsWith("/login/")) {
        notSent(desk().dataset.signIn, answer.url);
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("race-control");
      if (!answer.ok || !fresh) {
        // A form from before the editor signed in again is refused: a new page has a new one.
        notSent(answer.status === 403 ? desk().dataset.signIn : desk().dataset.notSent, answer.status === 403 && location.href);
        return;
      }
      const others = [...document.querySelectorAll(FORMS)].filter((other) => other !== form);
      const open = document.getElementById("decide")?.open;
      desk().replaceWith(fresh);
      for (const other of others) stay(other, fresh);
      if (open && form.id === "order") document.getElementById("decide").open = true;
      show();
      const sent = document.getElementById(form.id);
      if ("published" in fresh.dataset) forget((key) => key.startsWith(`${form.id} `));
      else if (sent) keep(sent);
      // Of what goes with a running order nothing is left to send.
      if (fresh.querySelector(".rc-sent")) forget((key) => key.startsWith("order ") && key !== "order paste");
      goOn(typed.get("do") ?? "", form.id, button?.dataset.then);
    } catch {
      notSent(desk().dataset.notSent);
    } finally {
      form.removeAttribute("aria-busy");
    }
  }

  // A form that was not sent stays as it was typed; after a publication of this editor it comes after that.
  function stay(form, fresh) {
    const place = document.getElementById(form.id);
    if (!place) return;
    if ("published" in fresh.dataset) {
      form.elements.follows.value = place.elements.follows.value;
      forget((key) => key === `${form.id} follows`);
      stale(form);
    }
    place.replaceWith(form);
  }

  // To what comes next: what others published, the numbers again right where they were, what the button names (the next
  // line in doubt, the sheet that was read again), the preview, or what is asked.
  function goOn(did, sent, then) {
    const find = (selector) => document.querySelector(selector);
    const numbers = find("#numbers");
    if (find("#overtaken")) find("#overtaken").focus();
    else if (did === "send" && numbers) {
      // It moves only where the box is out of sight.
      numbers.focus({ preventScroll: true });
      numbers.scrollIntoView({ block: "nearest" });
      numbers.setSelectionRange(numbers.value.length, numbers.value.length);
    } else if ("published" in desk().dataset) scrollTo(0, 0);
    else if (did === "decide-add") [...document.querySelectorAll("#decide select[name$='-car']")].at(-1).focus();
    else if (did === "decide-amend") find("#decide select[name$='-kind']").focus();
    else if (did === "decide-hand") find("#decide [name='outcome-by_hand']").focus();
    else if (then && find(then)) find(then).focus();
    else if (find(`#${sent} .rc-preview`)) find(`#${sent} .rc-preview`).focus();
    else (find(`#${sent} .errorlist, #${sent} .rc-warnings`) || find(did.startsWith("decide-") ? "#decide" : "h1")).scrollIntoView({ block: "center" });
  }

  function notSent(text, address) {
    const note = document.getElementById("not-sent");
    note.textContent = `${text} `;
    if (address) {
      const link = document.createElement("a");
      link.href = address;
      link.textContent = new URL(address).hostname;
      note.append(link);
    }
    note.hidden = false;
    note.scrollIntoView({ block: "center" });
  }

  // Numbers: a space follows by itself once no car on the list could have a longer number.

  function separate(box) {
    const end = box.selectionStart;
    // A gap is no number of a car.
    if (end !== box.value.length || /\+[\d.,:]*$/.test(box.value)) return;
    const typed = /\d+$/.exec(box.value);
    const numbers = desk().dataset.numbers.split(" ");
    if (typed && numbers.includes(typed[0]) && !numbers.some((one) => one !== typed[0] && one.startsWith(typed[0]))) {
      box.value += " ";
    }
  }

  // Cars moved by hand: the places follow the order of the rows.

  function move(car, up) {
    const other = up ? car.previousElementSibling : car.nextElementSibling;
    if (!other) return;
    const cars = car.parentElement;
    const place = (one) => one.querySelector("input[name$='-position']");
    const placed = () => [...cars.children].filter((one) => place(one).value);
    if (!placed().length) [...cars.children].forEach((one, index) => (place(one).value = index + 1));
    const places = placed().map((one) => Number(place(one).value)).sort((one, two) => one - two);
    if (!place(car).value && place(other).value && up) {
      // A car without a place that passes one with a place is classified, and the last place is one more.
      places.push(places.at(-1) + 1);
      place(car).value = places.at(-1);
      car.querySelector("select[name$='-status']").value = "classified";
    }
    if (up) other.before(car);
    else other.after(car);
    placed().forEach((one, index) => (place(one).value = places[index]));
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches(FORMS)) return;
    event.preventDefault();
    // A second touch before the first was answered sends nothing twice.
    if (document.querySelector("[aria-busy=true]")) return;
    send(event.target, event.submitter);
  });
  document.addEventListener("input", (event) => {
    const form = event.target.closest(FORMS);
    if (!form) return;
    if (event.target.id === "numbers" && event.inputType !== "deleteContentBackward") separate(event.target);
    if (!BESIDE.includes(event.target.name) && !isTick(event.target)) stale(form);
    keep(form);
  });
  document.addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]");
    if (key) {
      const box = document.getElementById("numbers");
      box.value = `${box.value.trimEnd()}${key.dataset.key}`;
      box.focus();
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const moves = event.target.closest("[data-move]");
    if (moves) {
      move(moves.closest(".rc-car"), moves.dataset.move === "up");
      moves.focus();
      moves.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.(FORMS);
    if (!form) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      const near = event.target.closest("details.rc-way, section");
      const button = near && (near.querySelector("[data-enter]") || near.querySelector("button[name=do]"));
      if (button) form.requestSubmit(button);
    } else if (event.key === "Enter" && event.target.matches("input:not([type=checkbox])")) {
      // Enter in a field publishes nothing and previews nothing by accident.
      event.preventDefault();
    } else if (event.target.name?.endsWith("-position") && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      move(event.target.closest(".rc-car"), event.key === "ArrowUp");
      event.target.focus();
      event.target.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });

  // The button says as what it publishes.
  document.addEventListener("change", (event) => {
    if (event.target.id !== "status") return;
    const button = event.target.form.querySelector("[data-publish='order']");
    const [was, is] = [button.dataset.status, event.target.selectedOptions[0].textContent];
    if (!button.disabled) button.textContent = button.textContent.replace(was, is);
    button.dataset.status = is;
  });

  // The button says how many rows it publishes, so it is silent once they are others.
  function stale(form) {
    const button = form.querySelector("[data-publish]");
    if (!button) return;
    button.disabled = true;
    button.textContent = desk().dataset.previewFirst;
  }

  start();
})();
