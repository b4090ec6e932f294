// Turns the body's textarea into the editor. The textarea stays in the form and is what is sent.
import { Editor, pm } from "django-prose-editor/editor"
import { storyNodes } from "desk/nodes"
import { cleanPasted, paragraphsOf } from "desk/paste"
import { choosePhoto } from "desk/photos"
import { makeToolbar } from "desk/toolbar"

// Empty captions and sources are places to type in, and no part of the text.
const EMPTY = /<(figcaption|cite)><\/\1>/g
const NOTHING = /^(?:<p><\/p>)*$/
const LAST_EMPTY = /(?:<p><\/p>)+$/

function markup(editor) {
  const html = editor.getHTML().replace(EMPTY, "")
  return NOTHING.test(html) ? "" : html.replace(LAST_EMPTY, "")
}

function start(textarea) {
  const labels = JSON.parse(textarea.dataset.labels)
  const box = document.createElement("div")
  box.className = "prose-editor desk-editor"
  textarea.before(box)
  textarea.hidden = true
  const link = linkDialog(labels)
  let editor = null
  const actions = {
    link: () => link.ask(editor),
    photo: () => insertPhoto(editor),
    quote: () => toggleQuote(editor),
    pullQuote: () => insertPullQuote(editor),
    table: () => insertTable(editor),
    rule: () => insertBlock(editor, { type: "horizontalRule" }),
  }
  editor = new Editor({
    element: box,
    injectCSS: false, // The page's policy allows no <style>; desk-form.css has those rules.
    extensions: storyNodes({
      mediaUrl: textarea.dataset.mediaUrl,
      labels,
      onLink: () => actions.link(),
    }),
    content: textarea.value,
    enablePasteRules: ["link"], // “3 * 4 * 5” in a pasted text is no markup; paste.js knows what is.
    editorProps: {
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": labels.text,
        spellcheck: "true",
      },
      transformPastedHTML: cleanPasted,
      // Plain text takes the same way, so that its line breaks stay.
      clipboardTextParser: (text, $context, plain, view) => {
        const holder = document.createElement("div")
        holder.innerHTML = paragraphsOf(text)
        return pm.model.DOMParser.fromSchema(view.state.schema).parseSlice(holder, {
          context: $context,
        })
      },
    },
  })
  box.before(makeToolbar(editor, labels, actions))
  box.after(link.dialog)
  const count = document.createElement("p")
  count.className = "desk-field__foot desk-count"
  box.after(count)
  const tell = () => {
    const text = editor.getText({ blockSeparator: " " }).trim()
    const words = text ? text.split(/\s+/).length : 0
    count.textContent = `${words} ${labels.words} · ${text.length} ${labels.characters}`
  }
  // Not every update changes the text: an empty line under a table is none.
  let last = markup(editor)
  let touched = false
  let timer
  const write = () => {
    clearTimeout(timer)
    if (touched) textarea.value = markup(editor)
    tell()
  }
  editor.on("update", () => {
    const now = markup(editor)
    if (now === last) return
    last = now
    touched = true
    clearTimeout(timer)
    timer = setTimeout(write, 150)
    textarea.form?.dispatchEvent(new Event("desk:changed"))
  })
  editor.on("blur", write)
  textarea.form?.addEventListener("submit", write, { capture: true })
  // A link or a label that leads to the field leads into the editor.
  textarea.form?.addEventListener("formdata", write)
  document
    .querySelector(`label[for="${textarea.id}"]`)
    ?.addEventListener("click", () => editor.commands.focus())
  textarea.addEventListener("desk:set", () => {
    editor.commands.setContent(textarea.value, { emitUpdate: true })
  })
  tell()
  textarea.dispatchEvent(new CustomEvent("story-editor:ready", { bubbles: true, detail: { editor } }))
}

async function insertPhoto(editor) {
  const photo = await choosePhoto()
  if (!photo?.src) return editor.commands.focus()
  const words = [photo.caption, photo.credit && `(${photo.credit})`].filter(Boolean).join(" ")
  const attrs = { src: photo.src, alt: photo.alt, width: photo.width, height: photo.height }
  insertBlock(editor, {
    type: "figure",
    content: [
      { type: "photo", attrs },
      { type: "caption", content: words ? [{ type: "text", text: words }] : [] },
    ],
  })
}

function insertPullQuote(editor) {
  const { from, to } = editor.state.selection
  const chosen = editor.state.doc.textBetween(from, to, " ").trim()
  insertBlock(editor, {
    type: "pullQuote",
    content: [
      {
        type: "pullText",
        content: [{ type: "paragraph", content: chosen ? [{ type: "text", text: chosen }] : [] }],
      },
      { type: "caption" },
    ],
  })
}

function insertTable(editor) {
  const row = (type) => ({
    type: "tableRow",
    content: [1, 2, 3].map(() => ({ type, content: [{ type: "paragraph" }] })),
  })
  const content = [row("tableHeader"), row("tableCell"), row("tableCell")]
  insertBlock(editor, { type: "table", content })
}

// After the paragraph, list or table in which the cursor stands: never in the middle of it.
function insertBlock(editor, block) {
  const { $to } = editor.state.selection
  const at = $to.depth ? $to.after(1) : $to.pos
  const empty = $to.depth === 1 && $to.parent.type.name === "paragraph" && !$to.parent.content.size
  const place = empty ? { from: $to.before(1), to: $to.after(1) } : at
  const startAt = empty ? place.from : at
  editor.chain().insertContentAt(place, block).setTextSelection(startAt + 2).focus().run()
}

// A quote comes with the place for its source.
function toggleQuote(editor) {
  if (editor.isActive("blockquote")) {
    const { $from } = editor.state.selection
    const depth = [...Array($from.depth + 1).keys()].find((d) => $from.node(d).type.name === "blockquote")
    const quote = $from.node(depth)
    const content = []
    quote.forEach((child) => {
      const json = child.toJSON()
      if (child.type.name !== "quoteSource") content.push(json)
      else if (child.content.size) content.push({ type: "paragraph", content: json.content })
    })
    editor.chain().focus().insertContentAt({ from: $from.before(depth), to: $from.after(depth) }, content).run()
    return
  }
  editor
    .chain()
    .focus()
    .wrapIn("blockquote")
    .command(({ tr, state }) => {
      const { $from } = tr.selection
      for (let depth = $from.depth; depth > 0; depth--) {
        const node = $from.node(depth)
        if (node.type.name === "blockquote" && node.lastChild.type.name !== "quoteSource") {
          tr.insert($from.end(depth), state.schema.nodes.quoteSource.create())
          return true
        }
      }
      return true
    })
    .run()
}

function linkDialog(labels) {
  const dialog = document.createElement("dialog")
  dialog.className = "desk-dialog desk-dialog--small"
  dialog.setAttribute("aria-label", labels.link)
  const label = document.createElement("label")
  label.textContent = labels.linkAddress
  const input = document.createElement("input")
  input.type = "url"
  input.placeholder = "https://"
  label.append(input)
  const button = (text, primary) => {
    const made = document.createElement("button")
    made.type = "button"
    made.className = `desk-button ${primary ? "desk-button--primary" : "desk-button--quiet"}`
    made.textContent = text
    return made
  }
  const apply = button(labels.apply, true)
  const cancel = button(labels.cancel)
  const buttons = document.createElement("p")
  buttons.append(apply, cancel)
  dialog.append(label, buttons)
  let current = null
  const done = () => {
    const href = address(input.value)
    dialog.close()
    const chain = current.chain().focus().extendMarkRange("link")
    if (!href) chain.unsetLink().run()
    else if (current.state.selection.empty && !current.isActive("link")) {
      chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run()
    } else chain.setLink({ href }).run()
  }
  apply.addEventListener("click", done)
  cancel.addEventListener("click", () => dialog.close())
  dialog.addEventListener("close", () => current.commands.focus())
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return
    event.preventDefault()
    done()
  })
  const ask = (editor) => {
    current = editor
    input.value = editor.getAttributes("link").href || ""
    dialog.showModal()
  }
  return { dialog, ask }
}

function address(typed) {
  const href = typed.trim()
  if (!href || /^(https?:\/\/|mailto:|tel:|\/|#)/i.test(href)) return href
  return /^[^\s@]+@[^\s@]+$/.test(href) ? `mailto:${href}` : `https://${href}`
}

for (const textarea of document.querySelectorAll("textarea[data-story-editor]")) start(textarea)
