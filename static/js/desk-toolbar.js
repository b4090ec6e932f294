// The editor's toolbar: one tab stop, arrow keys inside (WAI-ARIA toolbar pattern).

export function makeToolbar(editor, labels, actions) {
  const bar = document.createElement("div")
  bar.className = "desk-toolbar"
  bar.setAttribute("role", "toolbar")
  bar.setAttribute("aria-label", labels.toolbar)
  const items = groups(editor, actions)
  const buttons = []
  for (const group of items) {
    const box = document.createElement("div")
    box.className = "desk-toolbar__group"
    for (const item of group) {
      const button = makeButton(item, labels)
      button.addEventListener("click", () => item.run())
      item.button = button
      buttons.push(button)
      box.append(button)
    }
    bar.append(box)
  }
  const shown = () => buttons.filter((button) => !button.hidden)
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    const all = shown()
    const at = all.indexOf(document.activeElement)
    let next
    if (step) next = all[(at + step + all.length) % all.length]
    else if (event.key === "Home") next = all[0]
    else if (event.key === "End") next = all.at(-1)
    else if (event.key === "Escape") editor.commands.focus()
    if (!next) return
    event.preventDefault()
    select(next)
    next.focus()
  })
  bar.addEventListener("focusin", (event) => buttons.includes(event.target) && select(event.target))
  const select = (chosen) => {
    for (const button of buttons) button.tabIndex = button === chosen ? 0 : -1
  }
  select(buttons[0])
  const refresh = () => {
    for (const item of items.flat()) {
      const active = Boolean(item.active?.())
      item.button.classList.toggle("is-active", active)
      if (item.active) item.button.setAttribute("aria-pressed", String(active))
      if (item.shown) item.button.hidden = !item.shown()
      item.button.setAttribute("aria-disabled", String(Boolean(item.enabled && !item.enabled())))
    }
    if (!shown().some((button) => button.tabIndex === 0)) select(shown()[0])
  }
  editor.on("transaction", refresh)
  refresh()
  return bar
}

function makeButton({ name, icon, text }, labels) {
  const button = document.createElement("button")
  button.type = "button"
  button.title = labels[name]
  button.setAttribute("aria-label", labels[name])
  button.dataset.tool = name
  const face = document.createElement("span")
  face.setAttribute("aria-hidden", "true")
  face.textContent = text || icon
  if (icon) face.className = "material-icons"
  button.append(face)
  return button
}

function groups(editor, actions) {
  const chain = () => editor.chain().focus()
  const heading = (level) => ({
    name: `heading${level}`,
    text: `H${level}`,
    run: () => chain().toggleHeading({ level }).run(),
    active: () => editor.isActive("heading", { level }),
    enabled: () => editor.can().toggleHeading({ level }),
  })
  const mark = (name, icon) => ({
    name,
    icon,
    run: () => chain().toggleMark(name).run(),
    active: () => editor.isActive(name),
    enabled: () => editor.can().toggleMark(name),
  })
  const list = (name, icon, command) => ({
    name,
    icon,
    run: () => chain()[command]().run(),
    active: () => editor.isActive(name),
    enabled: () => editor.can()[command](),
  })
  const inTable = () => editor.isActive("table")
  const cell = (name, icon, command) => ({
    name,
    icon,
    run: () => chain()[command]().run(),
    shown: inTable,
  })
  return [
    [mark("bold", "format_bold"), mark("italic", "format_italic")],
    [
      { name: "link", icon: "insert_link", run: actions.link, active: () => editor.isActive("link") },
      {
        name: "unlink",
        icon: "link_off",
        run: () => chain().extendMarkRange("link").unsetLink().run(),
        shown: () => editor.isActive("link"),
      },
    ],
    [heading(2), heading(3), heading(4)],
    [
      list("bulletList", "format_list_bulleted", "toggleBulletList"),
      list("orderedList", "format_list_numbered", "toggleOrderedList"),
    ],
    [
      { name: "photo", icon: "add_photo_alternate", run: actions.photo },
      {
        name: "blockquote",
        icon: "format_quote",
        run: actions.quote,
        active: () => editor.isActive("blockquote"),
      },
      {
        name: "pullQuote",
        text: "❝",
        run: actions.pullQuote,
        active: () => editor.isActive("pullQuote"),
      },
      {
        name: "table",
        icon: "table_chart",
        run: actions.table,
        shown: () => !inTable(),
        enabled: () => !editor.isActive("figure") && !editor.isActive("pullQuote"),
      },
      { name: "rule", icon: "horizontal_rule", run: actions.rule },
    ],
    [
      cell("rowAdd", "playlist_add", "addRowAfter"),
      cell("rowDelete", "playlist_remove", "deleteRow"),
      cell("columnAdd", "view_week", "addColumnAfter"),
      cell("columnDelete", "remove_from_queue", "deleteColumn"),
      cell("tableDelete", "grid_off", "deleteTable"),
    ],
    [
      { name: "clear", icon: "format_clear", run: () => chain().unsetAllMarks().clearNodes().run() },
      { name: "undo", icon: "undo", run: () => chain().undo().run(), enabled: () => editor.can().undo() },
      { name: "redo", icon: "redo", run: () => chain().redo().run(), enabled: () => editor.can().redo() },
    ],
  ]
}
