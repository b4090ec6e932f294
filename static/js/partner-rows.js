// Rows of parties, lines and changes: added from their template, removed or marked to be removed.
const form = document.querySelector("[data-story-form]")
const changed = () => form.dispatchEvent(new Event("desk:changed"))

function wire(group, row) {
  row.querySelector("[data-row-remove]")?.addEventListener("click", () => {
    const mark = row.querySelector(":scope > .desk-row__tools input[name$=-DELETE]")
    if (row.querySelector(":scope > input[name$=-id]")?.value && mark) {
      mark.checked = true
      row.hidden = true
    } else {
      // The numbers of the rows may have gaps: an empty row is passed over when it is saved.
      for (const field of row.querySelectorAll("input:not([type=hidden]), select, textarea")) {
        field.value = ""
        field.checked = false
      }
      if (mark) mark.checked = true
      row.hidden = true
    }
    group.querySelector("[data-rows-add]")?.focus()
    changed()
  })
}

for (const group of document.querySelectorAll("[data-partner-rows]")) {
  group.querySelectorAll("[data-row]").forEach((row) => wire(group, row))
  group.querySelector("[data-rows-add]")?.addEventListener("click", () => {
    const total = group.querySelector(`input[name=${group.dataset.partnerRows}-TOTAL_FORMS]`)
    const holder = document.createElement("ol")
    holder.innerHTML = group
      .querySelector("[data-rows-empty]")
      .innerHTML.replaceAll("__prefix__", total.value)
    const row = holder.firstElementChild
    const order = row.querySelector(":scope > input[name$=-order]")
    if (order) order.value = Number(total.value) + 1
    total.value = Number(total.value) + 1
    group.querySelector("[data-rows-list]").append(row)
    wire(group, row)
    row.querySelector("select, input:not([type=hidden])")?.focus()
    changed()
  })
}

// A link of the checklist leads to a field: what is folded around it opens.
const open = () => {
  const found = location.hash.length > 1 && document.getElementById(location.hash.slice(1))
  if (!found) return
  found.closest("details")?.setAttribute("open", "")
  if (found.matches("input, select, textarea")) found.focus()
}
addEventListener("hashchange", open)
open()
