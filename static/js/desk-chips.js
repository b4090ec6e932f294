// Names with commas between, shown as chips: type, choose from the list, remove.
const form = document.querySelector("[data-story-form]")

function wire(field) {
  const list = document.getElementById(field.dataset.options || "")
  const known = list
    ? [...list.options].map((option) => [option.value, `${option.value} ${option.label}`.toLowerCase()])
    : null
  const box = document.createElement("div")
  box.className = "desk-chips"
  const chips = document.createElement("ul")
  const input = document.createElement("input")
  input.type = "text"
  input.autocomplete = "off"
  input.id = field.id
  input.setAttribute("role", "combobox")
  input.setAttribute("aria-expanded", "false")
  input.setAttribute("aria-autocomplete", "list")
  const found = document.createElement("ul")
  found.className = "desk-suggestions"
  found.id = `${field.id}_found`
  found.setAttribute("role", "listbox")
  found.hidden = true
  input.setAttribute("aria-controls", found.id)
  field.removeAttribute("id")
  field.type = "hidden"
  field.after(box)
  box.append(chips, input, found)
  let names = field.value.split(",").map((name) => name.trim()).filter(Boolean)
  let active = -1

  const draw = () => {
    chips.replaceChildren(
      ...names.map((name) => {
        const item = document.createElement("li")
        const button = document.createElement("button")
        button.type = "button"
        button.textContent = "×"
        button.setAttribute("aria-label", `× ${name}`)
        button.addEventListener("click", () => {
          names = names.filter((other) => other !== name)
          save()
          input.focus()
        })
        item.append(name, button)
        return item
      }),
    )
  }
  const save = () => {
    field.value = names.join(", ")
    draw()
    form.dispatchEvent(new Event("desk:changed"))
  }
  const hide = () => {
    found.hidden = true
    active = -1
    input.setAttribute("aria-expanded", "false")
    input.removeAttribute("aria-activedescendant")
  }
  const take = (name) => {
    name = name.trim()
    if (name && !names.some((other) => other.toLowerCase() === name.toLowerCase())) names.push(name)
    input.value = ""
    hide()
    save()
  }
  const show = (options) => {
    found.replaceChildren(
      ...options.map((name, index) => {
        const item = document.createElement("li")
        item.setAttribute("role", "option")
        item.id = `${found.id}_${index}`
        item.textContent = name
        item.addEventListener("mousedown", (event) => {
          event.preventDefault()
          take(name)
        })
        return item
      }),
    )
    found.hidden = !options.length
    active = -1
    input.setAttribute("aria-expanded", String(Boolean(options.length)))
  }
  const move = (step) => {
    const items = [...found.children]
    if (!items.length) return
    active = (active + step + items.length) % items.length
    items.forEach((item, index) => item.setAttribute("aria-selected", String(index === active)))
    input.setAttribute("aria-activedescendant", items[active].id)
    items[active].scrollIntoView({ block: "nearest" })
  }
  let asked = 0
  const look = async () => {
    const words = input.value.trim().toLowerCase()
    const turn = ++asked
    if (!words) return hide()
    if (known) {
      const fitting = known.filter(([name, text]) => text.includes(words) && !names.includes(name))
      const first = fitting.filter(([, text]) => text.startsWith(words))
      const rest = fitting.filter(([, text]) => !text.startsWith(words))
      return show([...first, ...rest].map(([name]) => name).slice(0, 8))
    }
    const response = await fetch(`${form.dataset.topicsUrl}?q=${encodeURIComponent(words)}`)
    if (response.ok && turn === asked) {
      const answer = await response.json()
      show(answer.names.filter((name) => !names.includes(name)))
    }
  }
  let timer
  input.addEventListener("input", () => {
    if (input.value.includes(",")) return take(input.value.replaceAll(",", " "))
    clearTimeout(timer)
    timer = setTimeout(look, known ? 0 : 200)
  })
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault()
      move(event.key === "ArrowDown" ? 1 : -1)
    } else if (event.key === "Enter") {
      event.preventDefault()
      const chosen = found.children[active] || (known && found.children[0])
      take(chosen ? chosen.textContent : input.value)
    } else if (event.key === "Escape") {
      hide()
    } else if (event.key === "Backspace" && !input.value && names.length) {
      names.pop()
      save()
    }
  })
  input.addEventListener("blur", () => {
    if (input.value.trim()) take(input.value)
    hide()
  })
  draw()
}

for (const field of document.querySelectorAll("[data-chips]")) wire(field)
