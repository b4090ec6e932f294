// Rows of credits, gallery photos and related stories: add, remove, put in order.
import { choosePhoto, wirePhoto } from "desk/photos"

const form = document.querySelector("[data-story-form]")
const changed = () => form.dispatchEvent(new Event("desk:changed"))

function rowsOf(group) {
  return [...group.querySelectorAll("[data-row]")]
}

// The order of the rows on the page is the order that is saved.
function number(group) {
  rowsOf(group)
    .filter((row) => !row.hidden)
    .forEach((row, index) => {
      row.querySelector("input[name$=-order]").value = index
    })
}

function add(group) {
  const total = group.querySelector("input[name$=-TOTAL_FORMS]")
  const holder = document.createElement("ol")
  holder.innerHTML = group
    .querySelector("[data-rows-empty]")
    .innerHTML.replaceAll("__prefix__", total.value)
  total.value = Number(total.value) + 1
  const row = holder.firstElementChild
  group.querySelector("[data-rows-list]").append(row)
  wireRow(group, row)
  number(group)
  changed()
  return row
}

function remove(group, row) {
  const mark = row.querySelector("input[name$=-DELETE]")
  const next = row.nextElementSibling || group.querySelector("[data-rows-add]")
  if (row.querySelector("input[name$=-id]")?.value && mark) {
    mark.checked = true
    row.hidden = true
  } else {
    row.remove()
  }
  const focus = next.matches("button") ? next : next.querySelector("button, select, input:not([type=hidden])")
  focus?.focus()
  number(group)
  changed()
}

function wireRow(group, row) {
  const on = (name, act) => row.querySelector(`[data-row-${name}]`)?.addEventListener("click", act)
  on("remove", () => remove(group, row))
  on("up", (event) => {
    if (row.previousElementSibling) row.previousElementSibling.before(row)
    number(group)
    changed()
    event.target.focus()
  })
  on("down", (event) => {
    if (row.nextElementSibling) row.nextElementSibling.after(row)
    number(group)
    changed()
    event.target.focus()
  })
  const photo = row.querySelector("[data-photo]")
  if (photo) wirePhoto(photo)
  const story = row.querySelector("[data-story]")
  if (story) wireStory(story)
  const staff = row.querySelector("select[name$=-user]")
  if (staff) {
    // Somebody of the staff, or a name from outside: one of the two.
    const outside = row.querySelector("[data-outside]")
    const show = () => {
      outside.hidden = Boolean(staff.value)
      if (staff.value) outside.querySelector("input").value = ""
    }
    staff.addEventListener("change", show)
    show()
  }
}

// A related story is found by words of its headline or by its number.
function wireStory(box) {
  const field = box.querySelector("[data-story-field]")
  const headline = box.querySelector("[data-story-headline]")
  field.type = "hidden"
  if (field.value) {
    if (!headline.textContent) headline.textContent = `#${field.value}`
    return
  }
  const search = document.createElement("input")
  search.type = "search"
  search.placeholder = box.dataset.search
  search.setAttribute("aria-label", box.dataset.search)
  const found = document.createElement("ul")
  found.className = "desk-suggestions"
  box.append(search, found)
  const choose = (story) => {
    field.value = story.id
    headline.textContent = story.headline
    search.remove()
    found.remove()
    changed()
  }
  let asked = 0
  const look = async () => {
    const turn = ++asked
    const url = `${form.dataset.storiesUrl}?q=${encodeURIComponent(search.value)}`
    const answer = await fetch(url).then((response) => (response.ok ? response.json() : { stories: [] }))
    if (turn !== asked) return
    found.replaceChildren(
      ...answer.stories.map((story) => {
        const button = document.createElement("button")
        button.type = "button"
        const note = document.createElement("small")
        note.textContent = `#${story.id} · ${story.note}`
        button.append(story.headline, note)
        button.addEventListener("click", () => choose(story))
        const item = document.createElement("li")
        item.append(button)
        return item
      }),
    )
    if (!answer.stories.length) found.textContent = box.dataset.none
  }
  let timer
  search.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(look, 250)
  })
  search.addEventListener("focus", () => found.children.length || look())
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault()
    if (event.key === "ArrowDown") found.querySelector("button")?.focus()
  })
}

for (const group of document.querySelectorAll("[data-rows]")) {
  for (const row of rowsOf(group)) {
    if (row.querySelector("input[name$=-DELETE]")?.checked) row.hidden = true
    wireRow(group, row)
  }
  group.querySelector("[data-rows-add]").addEventListener("click", async () => {
    if (group.dataset.rows === "gallery_items") {
      const photo = await choosePhoto()
      if (!photo) return
      wirePhoto(add(group).querySelector("[data-photo]")).set(photo)
    } else {
      add(group).querySelector("select, input:not([type=hidden])")?.focus()
    }
  })
}
for (const photo of document.querySelectorAll("[data-photo]")) {
  if (!photo.closest("[data-row]")) wirePhoto(photo)
}
