// What a story may hold, as clean_html() lets it through: the editor knows nothing else.
import {
  Blockquote,
  Bold,
  BulletList,
  Document,
  Dropcursor,
  Gapcursor,
  HardBreak,
  Heading,
  History,
  HorizontalRule,
  Italic,
  Link,
  ListItem,
  Node,
  OrderedList,
  Paragraph,
  Placeholder,
  Strike,
  Subscript,
  Superscript,
  Table,
  TableCell,
  TableHeader,
  TableRow,
  Text,
  TrailingNode,
  Underline,
} from "django-prose-editor/editor"

const LEVELS = { h1: 2, h2: 2, h3: 3, h4: 4, h5: 4, h6: 4 }

// The headline is the page's only h1.
const StoryHeading = Heading.extend({
  parseHTML: () => Object.entries(LEVELS).map(([tag, level]) => ({ tag, attrs: { level } })),
}).configure({ levels: [2, 3, 4] })

// A quote ends with the one who said it.
const Quote = Blockquote.extend({
  content: "(paragraph | bulletList | orderedList)+ quoteSource?",
  parseHTML: () => [{ tag: "blockquote" }],
})

const QuoteSource = Node.create({
  name: "quoteSource",
  content: "text*",
  marks: "",
  defining: true,
  parseHTML: () => [{ tag: "cite", context: "blockquote/" }],
  renderHTML: () => ["cite", 0],
  addKeyboardShortcuts() {
    // Enter in the source goes on after the quote.
    return {
      Enter: ({ editor }) => {
        const { $from } = editor.state.selection
        if ($from.parent.type !== this.type) return false
        const after = $from.after($from.depth - 1)
        return editor
          .chain()
          .insertContentAt(after, { type: "paragraph" })
          .setTextSelection(after + 1)
          .run()
      },
    }
  },
})

const Caption = Node.create({
  name: "caption",
  content: "inline*",
  marks: "bold italic link",
  defining: true,
  isolating: true,
  parseHTML: () => [{ tag: "figcaption" }],
  renderHTML: () => ["figcaption", 0],
})

const Photo = Node.create({
  name: "photo",
  atom: true,
  selectable: true,
  draggable: false,
  addOptions: () => ({ mediaUrl: "/media/", labels: {} }),
  addAttributes: () => ({
    src: {},
    alt: { default: "" },
    width: { default: null },
    height: { default: null },
  }),
  parseHTML() {
    return [
      {
        tag: "img[src]",
        // A picture from elsewhere has no rights, no caption and no guarantee to stay: dropped.
        getAttrs: (img) => {
          const src = ownAddress(img.getAttribute("src"), this.options.mediaUrl)
          if (!src) return false
          const attribute = (name) => img.getAttribute(name)
          return { src, alt: attribute("alt") || "", width: attribute("width"), height: attribute("height") }
        },
      },
    ]
  },
  renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
  addNodeView() {
    return ({ node, getPos, editor }) => photoView(node, getPos, editor, this.options.labels)
  },
})

function ownAddress(src, mediaUrl) {
  try {
    const url = new URL(src, location.href)
    const own = url.origin === location.origin && url.pathname.startsWith(mediaUrl)
    return own ? url.pathname : null
  } catch {
    return null
  }
}

// The picture with the field for its alternative text right under it.
function photoView(node, getPos, editor, labels) {
  const dom = document.createElement("div")
  dom.className = "desk-figure"
  dom.contentEditable = "false"
  const img = document.createElement("img")
  const bar = document.createElement("div")
  bar.className = "desk-figure__bar"
  const alt = document.createElement("input")
  alt.type = "text"
  alt.placeholder = labels.alt
  alt.setAttribute("aria-label", labels.alt)
  alt.maxLength = 250
  const remove = document.createElement("button")
  remove.type = "button"
  remove.textContent = labels.remove
  bar.append(alt, remove)
  dom.append(img, bar)
  const draw = (attrs) => {
    img.src = attrs.src
    img.alt = attrs.alt
    if (attrs.width) img.width = attrs.width
    if (attrs.height) img.height = attrs.height
    if (document.activeElement !== alt) alt.value = attrs.alt
  }
  draw(node.attrs)
  alt.addEventListener("input", () => {
    const at = getPos()
    const { tr, doc } = editor.state
    editor.view.dispatch(tr.setNodeMarkup(at, null, { ...doc.nodeAt(at).attrs, alt: alt.value }))
  })
  alt.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault()
  })
  remove.addEventListener("click", () => {
    const $photo = editor.state.doc.resolve(getPos())
    editor
      .chain()
      .focus()
      .deleteRange({ from: $photo.before(), to: $photo.after() })
      .run()
  })
  return {
    dom,
    update: (updated) => {
      if (updated.type.name !== "photo") return false
      draw(updated.attrs)
      return true
    },
    stopEvent: (event) => bar.contains(event.target),
    ignoreMutation: () => true,
  }
}

const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "photo caption",
  isolating: true,
  defining: true,
  parseHTML: () => [
    {
      tag: "figure",
      // A figure whose picture was dropped is only its words.
      getAttrs: (dom) => (dom.querySelector("img") ? null : false),
    },
  ],
  renderHTML: () => ["figure", 0],
  addKeyboardShortcuts() {
    return { Enter: ({ editor }) => leave(editor, this.type), Backspace: ({ editor }) => stay(editor) }
  },
})

const PullQuote = Node.create({
  name: "pullQuote",
  group: "block",
  content: "pullText caption",
  isolating: true,
  defining: true,
  parseHTML: () => [
    {
      tag: "figure",
      priority: 60,
      getAttrs: (dom) => (dom.querySelector("blockquote") ? null : false),
    },
  ],
  renderHTML: () => ["figure", 0],
  addKeyboardShortcuts() {
    return { Enter: ({ editor }) => leave(editor, this.type), Backspace: ({ editor }) => stay(editor) }
  },
})

const PullText = Node.create({
  name: "pullText",
  content: "paragraph+",
  defining: true,
  isolating: true,
  parseHTML: () => [{ tag: "blockquote", context: "pullQuote/", priority: 60 }],
  renderHTML: () => ["blockquote", 0],
})

// Enter in a caption goes on below the figure.
function leave(editor, type) {
  const { $from } = editor.state.selection
  if ($from.parent.type.name !== "caption" || $from.node(-1).type !== type) return false
  const after = $from.after(-1)
  return editor
    .chain()
    .insertContentAt(after, { type: "paragraph" })
    .setTextSelection(after + 1)
    .run()
}

// Backspace at the start of a caption must not pull the caption out of its figure.
function stay(editor) {
  const { $from, empty } = editor.state.selection
  return empty && $from.parentOffset === 0 && $from.parent.type.name === "caption"
}

// colspan="1" says nothing, and a column's width is the page's to decide.
const spans = {
  addAttributes() {
    const span = (name) => ({
      default: 1,
      parseHTML: (cell) => Number(cell.getAttribute(name)) || 1,
      renderHTML: (attrs) => (attrs[name] > 1 ? { [name]: attrs[name] } : {}),
    })
    return { colspan: span("colspan"), rowspan: span("rowspan"), colwidth: { default: null, rendered: false } }
  },
}

export const storyNodes = ({ mediaUrl, labels, onLink }) => [
  Document,
  Paragraph,
  Text,
  HardBreak,
  StoryHeading,
  Bold,
  Italic,
  Underline,
  Strike,
  Subscript,
  Superscript,
  Link.extend({
    addKeyboardShortcuts: () => ({
      "Mod-k": () => {
        onLink()
        return true
      },
    }),
  }).configure({ autolink: false, linkOnPaste: true, enableTarget: false }),
  BulletList,
  OrderedList.extend({
    addAttributes: () => ({
      start: {
        default: 1,
        parseHTML: (list) => Number(list.getAttribute("start")) || 1,
        renderHTML: ({ start }) => (start === 1 ? {} : { start }),
      },
    }),
  }),
  ListItem,
  Quote,
  QuoteSource,
  HorizontalRule,
  Table.configure({ resizable: false }),
  TableRow,
  TableHeader.extend(spans),
  TableCell.extend(spans),
  Photo.configure({ mediaUrl, labels }),
  Caption,
  Figure,
  PullQuote,
  PullText,
  History,
  Dropcursor,
  Gapcursor,
  TrailingNode,
  Placeholder.configure({
    includeChildren: true,
    showOnlyCurrent: false,
    placeholder: ({ node, editor }) => {
      if (node.type.name === "caption") return labels.caption
      if (node.type.name === "quoteSource") return labels.source
      return editor.isEmpty ? labels.start : ""
    },
  }),
]
