// The story form: fields that grow, live counts, the address, what is shown only when it matters.
const form = document.querySelector("[data-story-form]")
const by = (id) => document.getElementById(id)

// Fields of one sentence: they grow with the text, and Enter does not break the line.
for (const field of document.querySelectorAll("textarea[data-grow]")) {
  const grow = () => {
    field.style.height = "auto"
    field.style.height = `${field.scrollHeight + 2}px`
  }
  field.addEventListener("input", grow)
  if ("line" in field.dataset) {
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) event.preventDefault()
    })
    field.addEventListener("input", () => {
      if (field.value.includes("\n")) field.value = field.value.replace(/\s*\n+\s*/g, " ")
    })
  }
  new ResizeObserver(grow).observe(field.parentElement)
  document.fonts?.ready.then(grow)
  grow()
}

for (const output of document.querySelectorAll("[data-count-for]")) {
  const field = by(output.dataset.countFor)
  const advice = Number(field.dataset.advice)
  const count = () => {
    const length = [...field.value.trim()].length
    const over = length > advice
    output.textContent = `${length} ${form.dataset.of} ${advice}${over ? `, ${form.dataset.over}` : ""}`
    output.classList.toggle("desk-count--over", over)
  }
  field.addEventListener("input", count)
  count()
}

// The address follows the headline until the first publication, as suggested_slug() makes it.
const slug = document.querySelector("[data-slug]")
if (slug) {
  const headline = by("id_headline")
  const follow = () => {
    slug.textContent =
      headline.value
        .normalize("NFKD")
        .replace(/[^\x00-\x7f]/g, "")
        .toLowerCase()
        .replace(/[^\w\s-]/g, "")
        .replace(/[-\s]+/g, "-")
        .slice(0, 120)
        .replace(/^[-_]+|[-_]+$/g, "") || "berita"
  }
  headline.addEventListener("input", follow)
  if (headline.value) follow()
}

// The checklist unfolds with its flag, the public entry with its kind.
const child = document.querySelector("[data-child]")
if (child) {
  const flag = child.querySelector("#id_child_involved")
  const show = () => {
    child.querySelector("[data-child-list]").hidden = !flag.checked
  }
  flag.addEventListener("change", show)
  show()
}
const kind = document.querySelector("[data-save-kind]")
if (kind) {
  const show = () => {
    const chosen = kind.querySelector("input:checked")?.value
    kind.querySelector("[data-correction]").hidden = !["correction", "reply"].includes(chosen)
  }
  kind.addEventListener("change", show)
  show()
}

// Leaving with unsaved words asks first; saving does not.
if (form) {
  let dirty = "dirty" in form.dataset
  const note = document.querySelector("[data-dirty-note]")
  const show = () => {
    if (note) note.hidden = !dirty
  }
  const mark = (event) => {
    if (!event.isTrusted && !event.target.closest(".prose-editor, [data-chips], [data-photo]")) return
    dirty = true
    show()
  }
  form.addEventListener("input", mark)
  form.addEventListener("change", mark)
  form.addEventListener("desk:changed", () => {
    dirty = true
    show()
  })
  let sending = false
  form.addEventListener("desk:leaving", () => {
    dirty = false // desk-keep.js has kept it all
  })
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return
    // A second press would save again, against a version that is old by then.
    if (sending) event.preventDefault()
    sending = true
    dirty = false
  })
  window.addEventListener("pageshow", () => {
    sending = false
  })
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault()
  })
  show()
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault()
      form.requestSubmit(form.querySelector("[name=_save]"))
    }
  })
}

by("errors")?.focus()
