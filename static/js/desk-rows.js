// What the rows of credits, gallery photos and related stories do by themselves; see rows.js.
import { choosePhoto, wirePhoto } from "desk/photos"
import { add } from "desk/rows"

const form = document.querySelector("[data-story-form]")
const changed = () => form.dispatchEvent(new Event("desk:changed"))

function wireRow(row) {
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

for (const row of document.querySelectorAll("[data-rows] [data-row]")) wireRow(row)
document.addEventListener("rows:added", (event) => wireRow(event.target))
for (const group of document.querySelectorAll("[data-rows-picked]")) {
  group.querySelector("[data-rows-add]").addEventListener("click", async () => {
    const photo = await choosePhoto()
    if (photo) wirePhoto(add(group).querySelector("[data-photo]")).set(photo)
  })
}
for (const photo of document.querySelectorAll("[data-photo]")) {
  if (!photo.closest("[data-row]")) wirePhoto(photo)
}
