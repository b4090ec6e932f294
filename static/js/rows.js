// Rows of a form: added from their template, marked to be removed, put in order. A new row tells of
// itself by "rows:added". Where a row begins with a choice ([data-rows-picked]), the script that
// offers it adds the row.
const form = document.querySelector("[data-story-form]")
const changed = () => form.dispatchEvent(new Event("desk:changed"))
const FIELD = "select, textarea, input:not([type=hidden])"

function rowsOf(group) {
  return [...group.querySelectorAll("[data-row]")].filter((row) => !row.hidden)
}

function markOf(row) {
  return row.querySelector(":scope > .desk-row__tools input[name$=-DELETE]")
}

// The order of the rows on the page is the order that is saved.
function number(group) {
  rowsOf(group).forEach((row, index) => {
    const order = row.querySelector(":scope > input[name$=-order]")
    if (order) order.value = index
  })
  changed()
}

export function add(group) {
  const total = group.querySelector("input[name$=-TOTAL_FORMS]")
  const row = group.querySelector("[data-rows-empty]").content.firstElementChild.cloneNode(true)
  for (const node of [row, ...row.querySelectorAll("*")]) {
    for (const { name, value } of [...node.attributes]) {
      if (value.includes("__prefix__")) node.setAttribute(name, value.replaceAll("__prefix__", total.value))
    }
  }
  total.value = Number(total.value) + 1
  group.querySelector("[data-rows-list]").append(row)
  wire(group, row)
  row.dispatchEvent(new Event("rows:added", { bubbles: true }))
  number(group)
  return row
}

// A row that was never saved is marked as well: without it the numbers of the rows had gaps.
function remove(group, row) {
  const mark = markOf(row)
  if (!mark) return
  const rows = rowsOf(group)
  const next = rows[rows.indexOf(row) + 1]
  mark.checked = true
  row.hidden = true
  const focus = next?.querySelector(`button, ${FIELD}`) || group.querySelector("[data-rows-add]")
  focus?.focus()
  number(group)
}

function wire(group, row) {
  const on = (name, act) => {
    row.querySelector(`[data-row-${name}]`)?.addEventListener("click", (event) => act(event.currentTarget))
  }
  on("remove", () => remove(group, row))
  const move = (by) => (button) => {
    const rows = rowsOf(group)
    const other = rows[rows.indexOf(row) + by]
    if (other) by < 0 ? other.before(row) : other.after(row)
    number(group)
    button.focus()
  }
  on("up", move(-1))
  on("down", move(1))
}

for (const group of document.querySelectorAll("[data-rows]")) {
  for (const row of group.querySelectorAll("[data-row]")) {
    if (markOf(row)?.checked) row.hidden = true
    wire(group, row)
  }
  if ("rowsPicked" in group.dataset) continue
  group.querySelector("[data-rows-add]")?.addEventListener("click", () => {
    add(group).querySelector(FIELD)?.focus()
  })
}

// A link to a field: what is folded around it opens.
const open = () => {
  const found = location.hash.length > 1 && document.getElementById(location.hash.slice(1))
  if (!found) return
  found.closest("details")?.setAttribute("open", "")
  if (found.matches(FIELD)) found.focus()
}
addEventListener("hashchange", open)
open()
