// Tables that are filled in: keys lead from cell to cell, a column is filled at once, and where
// there is no room for all the columns one is shown.
const changed = (cell) => {
  if ("mark" in cell.dataset) cell.dataset.mark = cell.value
  document.querySelector("[data-story-form]")?.dispatchEvent(new Event("desk:changed"))
}
const fieldsOf = (row) => [...row.querySelectorAll("select, input:not([type=hidden], [type=checkbox])")]

function step(field, rows, columns) {
  const row = field.closest("tr")
  const place = fieldsOf(row).indexOf(field)
  if (columns) return fieldsOf(row)[place + columns]
  // A row may have fewer fields than its neighbour: the place is counted in cells.
  const cell = [...row.cells].indexOf(field.closest("td"))
  for (let next = row; (next = rows > 0 ? next.nextElementSibling : next.previousElementSibling); ) {
    const found = next.cells[cell]?.querySelector("select, input:not([type=hidden])")
    if (found) return found
  }
}

for (const table of document.querySelectorAll("table[data-grid]")) {
  table.addEventListener("keydown", (event) => {
    const field = event.target
    if (!field.matches("select, input")) return
    const arrows = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }
    const enter = event.key === "Enter" && field.matches("input:not([type=checkbox])")
    const way = enter ? [event.shiftKey ? -1 : 1, 0] : (event.ctrlKey || event.metaKey) && arrows[event.key]
    if (!way) return
    event.preventDefault()
    const next = step(field, ...way)
    next?.focus()
    next?.select?.()
  })
  table.addEventListener("change", (event) => changed(event.target))
  for (const button of table.querySelectorAll("[data-grid-fill]")) {
    button.addEventListener("click", () => {
      for (const cell of table.querySelectorAll(`td[data-col="${button.dataset.gridFill}"] select`)) {
        if (cell.value === "") {
          cell.value = button.dataset.value
          changed(cell)
        }
      }
    })
  }
}

const one = document.querySelector("[data-grid-one]")
if (one) {
  const table = document.querySelector("table[data-grid]")
  const show = () => {
    for (const cell of table.querySelectorAll("[data-col]")) {
      cell.classList.toggle("is-shown", cell.dataset.col === one.value)
    }
  }
  // First the session that still has somebody without a mark.
  const open = table.querySelector('td[data-col] select[data-mark=""]')
  if (open) one.value = open.closest("td").dataset.col
  table.dataset.one = ""
  one.addEventListener("change", (event) => {
    event.stopPropagation()
    show()
  })
  show()
}
