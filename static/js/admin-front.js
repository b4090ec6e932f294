// The form of the front page, with a pointer and a keyboard: search while typing, move by button
// or by drag, and save once. Without this script every button sends the form instead.

const form = document.querySelector("[data-front]");
const places = () => [...form.querySelectorAll("[data-place]")];
const fieldOf = (place) => place.querySelector("[data-field]");
const storyOf = (place) => place.querySelector("[data-story]");

function changed() {
  form.querySelector("[data-state]").textContent = form.dataset.changed;
  dirty = true;
}
let dirty = false;

function say(place, headline) {
  const line = storyOf(place);
  line.textContent = headline || form.dataset.automatic;
  place.querySelectorAll("[data-warning]").forEach((each) => each.remove());
}

function fill(place, id, headline) {
  for (const other of places()) {
    if (other !== place && id && fieldOf(other).value === String(id)) fill(other, "", "");
  }
  fieldOf(place).value = id;
  say(place, headline);
  changed();
}

// A place keeps its name and number; what stands in it moves.
function contents(place) {
  return [...place.querySelectorAll("[data-story], [data-warning]")];
}

function swap(one, other) {
  const [left, right] = [fieldOf(one), fieldOf(other)];
  [left.value, right.value] = [right.value, left.value];
  const [fromOne, fromOther] = [contents(one), contents(other)];
  one.querySelector(".place__main").prepend(...fromOther);
  other.querySelector(".place__main").prepend(...fromOne);
}

function move(from, to) {
  const all = places();
  const step = from < to ? 1 : -1;
  for (let at = from; at !== to; at += step) swap(all[at], all[at + step]);
  changed();
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const place = button.closest("[data-place]");
  const at = places().indexOf(place);
  if ("up" in button.dataset || "down" in button.dataset) {
    const to = "up" in button.dataset ? at - 1 : at + 1;
    move(at, to);
    const next = places()[to].querySelector(`[data-${"up" in button.dataset ? "up" : "down"}]`);
    (next.disabled ? fieldOf(places()[to]) : next).focus();
  } else if ("clear" in button.dataset) {
    fill(place, "", "");
  } else if ("put" in button.dataset) {
    const row = button.closest("[data-newest]");
    const target = places()[Number(row.querySelector("select").value)];
    fill(target, row.dataset.newest, row.querySelector(".row__title").textContent);
    target.scrollIntoView({ block: "nearest" });
  } else {
    return;
  }
  event.preventDefault();
});

// Dragging a place onto another puts it there; those between move up.
let dragged = null;
for (const place of places()) {
  place.draggable = true;
  fieldOf(place).addEventListener("pointerdown", () => (place.draggable = false));
  fieldOf(place).addEventListener("blur", () => (place.draggable = true));
  place.addEventListener("dragstart", (event) => {
    dragged = place;
    event.dataTransfer.effectAllowed = "move";
  });
  place.addEventListener("dragover", (event) => {
    if (!dragged || dragged === place) return;
    event.preventDefault();
    place.classList.add("is-over");
  });
  place.addEventListener("dragleave", () => place.classList.remove("is-over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("is-over");
    const all = places();
    if (dragged && dragged !== place) move(all.indexOf(dragged), all.indexOf(place));
  });
  place.addEventListener("dragend", () => (dragged = null));
}

// Search while typing: a combobox with a list under it.
let wait, list, current, asked = 0;

function close() {
  list?.remove();
  current?.setAttribute("aria-expanded", "false");
  current?.removeAttribute("aria-activedescendant");
  list = null;
}

function show(field, stories) {
  close();
  list = document.createElement("ul");
  list.className = "found";
  list.id = `${field.name}-found`;
  list.setAttribute("role", "listbox");
  stories.forEach((story, number) => {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.id = `${list.id}-${number}`;
    item.textContent = story.headline;
    const facts = document.createElement("span");
    facts.className = "facts";
    facts.textContent = story.facts;
    item.append(facts);
    item.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      choose(field, story);
    });
    item.story = story;
    list.append(item);
  });
  if (!stories.length) {
    const item = document.createElement("li");
    item.textContent = form.dataset.none;
    list.append(item);
  }
  field.after(list);
  list.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-expanded", "true");
  field.setAttribute("aria-controls", list.id);
}

function choose(field, story) {
  fill(field.closest("[data-place]"), String(story.id), story.headline);
  close();
}

async function ask(field) {
  const words = field.value.trim();
  const turn = ++asked;
  if (!words) {
    say(field.closest("[data-place]"), "");
    return close();
  }
  const response = await fetch(`${form.dataset.search}?${new URLSearchParams({ q: words })}`);
  if (!response.ok || turn !== asked) return;
  show(field, (await response.json()).stories);
}

for (const place of places()) {
  const field = fieldOf(place);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.addEventListener("input", () => {
    current = field;
    changed();
    clearTimeout(wait);
    wait = setTimeout(() => ask(field), 200);
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (!list) return;
    const items = [...list.querySelectorAll("[role=option]")];
    const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const next = items[(at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length];
      items.forEach((item) => item.setAttribute("aria-selected", item === next));
      if (next) field.setAttribute("aria-activedescendant", next.id);
    } else if (event.key === "Enter" && (at >= 0 || items.length)) {
      event.preventDefault();
      choose(field, items[Math.max(at, 0)].story);
    } else if (event.key === "Escape") {
      close();
    }
  });
}

form.addEventListener("submit", () => (dirty = false));
window.addEventListener("beforeunload", (event) => {
  if (dirty) event.preventDefault();
});
