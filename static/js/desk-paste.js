// Text from Word, Google Docs and WhatsApp, brought to plain markup before the editor reads it.
// The editor drops what its schema does not know; here is only what would be lost or wrong then.

// The page's policy forbids style attributes: they are read under another name.
const STYLED = "data-pasted-style"
const style = (element) => (element.getAttribute(STYLED) || "").toLowerCase().replace(/\s/g, "")

export function cleanPasted(html) {
  // Word puts lists' bullets and its own notes between conditional comments.
  const text = html
    .replace(/<style[\s>][\s\S]*?<\/style>/gi, "")
    .replace(/<!--\[if\s+!supportLists\]-->[\s\S]*?<!--\[endif\]-->/g, "")
    .replace(/<!\[if\s+!supportLists\]>[\s\S]*?<!\[endif\]>/g, "")
    .replace(/<[^>]+>/g, (tag) => tag.replace(/\sstyle\s*=/gi, ` ${STYLED}=`))
  const page = new DOMParser().parseFromString(text, "text/html")
  page.querySelectorAll("style, script, meta, link, title, xml, o\\:p:empty").forEach((e) => e.remove())
  removeComments(page)
  unwrapGoogle(page)
  keepLineBreaks(page)
  wordLists(page)
  for (const element of page.querySelectorAll("span, font")) emphasis(page, element)
  // Word and Google part paragraphs by empty ones.
  for (const p of page.querySelectorAll("p, h1, h2, h3, h4, h5, h6")) {
    if (!p.textContent.trim() && !p.querySelector("img")) p.remove()
  }
  return page.body.innerHTML
}

// WhatsApp copies its bold and italic as signs around the words.
const SIGNS = [
  [/(^|[\s(“"])\*(\S(?:[^*\n]*\S)?)\*(?=$|[\s.,;:!?)”"])/gm, "$1<strong>$2</strong>"],
  [/(^|[\s(“"])_(\S(?:[^_\n]*\S)?)_(?=$|[\s.,;:!?)”"])/gm, "$1<em>$2</em>"],
]

// Blank lines part paragraphs; a single one is a line break.
export function paragraphsOf(text) {
  const escape = document.createElement("p")
  return text
    .replace(/\r\n?/g, "\n")
    .split(/\n[ \t]*\n\s*/)
    .map((block) => block.replace(/^\n+|\n+$/g, ""))
    .filter(Boolean)
    .map((block) => {
      escape.textContent = block
      const words = SIGNS.reduce((html, [sign, tag]) => html.replace(sign, tag), escape.innerHTML)
      return `<p>${words.replaceAll("\n", "<br>")}</p>`
    })
    .join("")
}

function removeComments(page) {
  const walker = page.createTreeWalker(page, NodeFilter.SHOW_COMMENT)
  const found = []
  while (walker.nextNode()) found.push(walker.currentNode)
  found.forEach((comment) => comment.remove())
}

function unwrap(element) {
  element.replaceWith(...element.childNodes)
}

// All that Google Docs copies stands in a <b> that is not bold.
function unwrapGoogle(page) {
  for (const b of page.querySelectorAll("b")) {
    if (b.id.startsWith("docs-internal-guid") || /(^|;)font-weight:normal/.test(style(b))) unwrap(b)
  }
  // Between its paragraphs it puts bare line breaks.
  page.querySelectorAll("body > br, .Apple-interchange-newline").forEach((br) => br.remove())
}

// WhatsApp keeps its line breaks as characters, shown by a class that does not come along.
function keepLineBreaks(page) {
  const chosen = ".selectable-text, .copyable-text, [data-pasted-style*='pre-wrap'], [data-pre-plain-text]"
  for (const element of [...page.querySelectorAll(chosen)].reverse()) {
    // Google's spans are pre-wrap as well, and hold no line break.
    if (element.closest("pre") || element.querySelector("p, li, table")) continue
    if (!element.textContent.includes("\n")) continue
    const walker = page.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    const texts = []
    while (walker.nextNode()) texts.push(walker.currentNode)
    for (const text of texts) {
      const lines = text.data.split("\n")
      text.replaceWith(...lines.flatMap((line, index) => (index ? [page.createElement("br"), line] : [line])))
    }
  }
  parts(page)
}

// Two line breaks in a row, outside any paragraph, are the end of one.
function parts(page) {
  for (const holder of page.querySelectorAll(".copyable-text, .selectable-text, body")) {
    if (holder.querySelector("p, li, h1, h2, h3, table") || !holder.querySelector("br + br")) continue
    const blocks = holder.innerHTML.split(/(?:<br[^>]*>\s*){2,}/)
    holder.innerHTML = blocks.map((block) => `<p>${block}</p>`).join("")
  }
}

// Word writes a list as paragraphs that only look like one.
function wordLists(page) {
  let list = null
  for (const p of [...page.querySelectorAll("p")]) {
    const mark = style(p).match(/mso-list:l\d+level(\d)/)
    const named = /MsoListParagraph/.test(p.className)
    if (!mark && !(named && /^\s*[·•o§\-–]\s/.test(p.textContent))) {
      list = null
      continue
    }
    const bullet = [...p.querySelectorAll(`[${STYLED}]`)].find((e) => style(e).includes("mso-list:ignore"))
    const sign = (bullet ? bullet.textContent : p.textContent.trimStart().slice(0, 3)).trim()
    const ordered = /^[(]?[0-9a-zA-Z]{1,3}[.)]/.test(sign)
    bullet?.remove()
    if (!bullet) stripSign(p, sign)
    const tag = ordered ? "ol" : "ul"
    if (!list || list.localName !== tag || p.previousElementSibling !== list) {
      list = page.createElement(tag)
      p.before(list)
    }
    const item = page.createElement("li")
    item.append(...p.childNodes)
    list.append(item)
    p.remove()
  }
}

function stripSign(p, sign) {
  const walker = p.ownerDocument.createTreeWalker(p, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const text = walker.currentNode
    if (!text.data.trim()) continue
    text.data = text.data.replace(/^[\s\u00a0]*(?:[·•§\-–]|o(?=\s)|[(]?\w{1,3}[.)])[\s\u00a0]*/, "")
    return
  }
}

// Bold and italic that are only a style become words of the markup.
function emphasis(page, element) {
  const css = style(element)
  const wanted = []
  if (/(^|;)font-weight:(bold|[6-9]00)/.test(css)) wanted.push("strong")
  if (/(^|;)font-style:italic/.test(css)) wanted.push("em")
  if (/vertical-align:super/.test(css)) wanted.push("sup")
  if (/vertical-align:sub/.test(css)) wanted.push("sub")
  for (const tag of wanted) {
    const mark = page.createElement(tag)
    mark.append(...element.childNodes)
    element.append(mark)
  }
}
