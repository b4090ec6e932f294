// One more speaker of a session: the last row of its list once more, empty and renumbered.
document.addEventListener("click", (event) => {
  const group = event.target.closest("[data-speaker-add]")?.closest("[data-row]").querySelector("[data-speakers]")
  if (!group) return
  const rows = group.querySelectorAll("[data-speaker]")
  const total = group.querySelector("input[name$=-TOTAL_FORMS]")
  const row = rows[rows.length - 1].cloneNode(true)
  for (const field of row.querySelectorAll("[name]")) {
    for (const name of ["name", "id"]) {
      const renumbered = field.getAttribute(name)?.replace(/-speakers-\d+-/, `-speakers-${total.value}-`)
      if (renumbered) field.setAttribute(name, renumbered)
    }
    if (!/-session$/.test(field.name)) field.value = ""
    field.checked = false
  }
  row.querySelectorAll(".desk-errors, .desk-check").forEach((rest) => rest.remove())
  total.value = Number(total.value) + 1
  rows[rows.length - 1].after(row)
  row.querySelector("select, input:not([type=hidden])").focus()
  document.querySelector("[data-story-form]").dispatchEvent(new Event("desk:changed"))
})
