// The board: a card that is dragged onto a column opens the page that asks before it moves. The
// links of the card's menu lead to the same; without this script they are all there is.
const board = document.querySelector("[data-board]")
const says = document.querySelector("[data-board-says]")
const columns = [...board.querySelectorAll("[data-column]")]
let dragged = null

const ways = (card) => [...card.querySelectorAll("[data-to]")]
const wayTo = (card, column) => ways(card).find((way) => way.dataset.to === column.dataset.column)

function mark(card) {
  for (const column of columns) {
    const own = card && column.contains(card)
    column.classList.toggle("is-closed", Boolean(card) && !own && !wayTo(card, column))
    column.classList.remove("is-over")
  }
}

// Why a card cannot go there, and where it can.
function refuse(card, column) {
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name])
  const possible = ways(card).map((way) => way.textContent.trim()).join(", ")
  says.textContent = [
    fill(says.dataset.impossible, { title: card.dataset.card, column: column.dataset.label }),
    possible ? fill(says.dataset.possible, { ways: possible }) : says.dataset.nothing,
  ].join(" ")
}

// Who only reads has nothing to drag.
for (const card of "moves" in board.dataset ? board.querySelectorAll("[data-card]") : []) {
  card.draggable = true
  card.addEventListener("dragstart", (event) => {
    dragged = card
    event.dataTransfer.effectAllowed = "move"
    event.dataTransfer.setData("text/plain", card.dataset.card)
    card.classList.add("is-dragged")
    says.textContent = ""
    mark(card)
  })
  card.addEventListener("dragend", () => {
    card.classList.remove("is-dragged")
    dragged = null
    mark(null)
  })
}

for (const column of columns) {
  // Every column takes the drop: the one that cannot be says why.
  column.addEventListener("dragover", (event) => {
    if (!dragged) return
    event.preventDefault()
    column.classList.add("is-over")
  })
  column.addEventListener("dragleave", (event) => {
    if (!column.contains(event.relatedTarget)) column.classList.remove("is-over")
  })
  column.addEventListener("drop", (event) => {
    if (!dragged) return
    event.preventDefault()
    if (column.contains(dragged)) return
    const way = wayTo(dragged, column)
    if (way) window.location.assign(way.href)
    else refuse(dragged, column)
  })
}

// Arrow keys: up and down within a column or an open menu, left and right to the next column.
board.addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 }[event.key]
  const card = event.target.closest("[data-card]")
  const menu = event.target.closest("details[open]")
  if (event.key === "Escape" && menu) {
    menu.open = false
    menu.querySelector("summary").focus()
    return
  }
  if (!step || !card || event.altKey || event.ctrlKey || event.metaKey) return
  const upright = event.key === "ArrowUp" || event.key === "ArrowDown"
  const next = menu && upright ? within(menu, event.target, step) : beside(card, step, upright)
  if (!next) return
  event.preventDefault()
  next.focus()
})

function within(menu, here, step) {
  const stops = [menu.querySelector("summary"), ...menu.querySelectorAll("a")]
  return stops[stops.indexOf(here) + step]
}

function beside(card, step, upright) {
  const column = card.closest("[data-column]")
  const cards = (of) => [...of.querySelectorAll("[data-card]")]
  const place = cards(column).indexOf(card)
  if (upright) return title(cards(column)[place + step])
  // The next column that has a card, at the same height or its last.
  const rest = step > 0 ? columns.slice(columns.indexOf(column) + 1)
    : columns.slice(0, columns.indexOf(column)).reverse()
  const found = rest.find((other) => cards(other).length)
  return found && title(cards(found)[Math.min(place, cards(found).length - 1)])
}

function title(card) {
  return card && card.querySelector("a")
}
