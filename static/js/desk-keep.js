// Keeps the words in this browser while they are not saved: a lost connection, an empty battery or
// a session that ended takes nothing away. What was saved is forgotten here.
const form = document.querySelector("form[data-keep]")
const WORDS = ["headline", "summary", "body"]
const KEEP_DAYS = 14

const field = (name) => form.elements.namedItem(name)
const words = () => Object.fromEntries(WORDS.map((name) => [name, field(name).value]))
const plain = (text) => text.replace(/ rel="noopener"/g, "").trim()
const same = (one, other) => WORDS.every((name) => plain(one[name]) === plain(other[name]))

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key))
  } catch {
    return null
  }
}

function write(key, entry) {
  try {
    if (entry) localStorage.setItem(key, JSON.stringify(entry))
    else localStorage.removeItem(key)
  } catch {
    // Storage is full or closed to us: the form itself still asks before it is left.
  }
}

function start() {
  const key = `${form.dataset.keep}:${form.dataset.story || "new"}`
  const version = Number(form.elements.namedItem("version")?.value || 0)
  const note = document.querySelector("[data-kept]")
  const kept = read(key)
  const old = kept && Date.now() - kept.at > KEEP_DAYS * 24 * 3600 * 1000
  if ("dirty" in form.dataset) {
    // The page came back with what was typed: not saved yet, so keep it.
    if (kept) write(key, { ...kept, sent: false })
  } else if (kept) {
    const saved = kept.sent && version > kept.version
    if (old || saved || same(kept.words, words())) write(key, null)
    else if (note) offer(key, kept, note)
  }
  const opened = words()
  let timer
  const keep = () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      if (!same(words(), opened)) write(key, { version, at: Date.now(), words: words() })
    }, 800)
  }
  form.addEventListener("input", keep)
  form.addEventListener("desk:changed", keep)
  form.addEventListener("submit", () => {
    clearTimeout(timer)
    write(key, { version, at: Date.now(), words: words(), sent: true })
  })
}

function offer(key, kept, note) {
  note.hidden = false
  note.querySelector("[data-kept-time]").textContent = new Date(kept.at).toLocaleString(
    document.documentElement.lang,
    { dateStyle: "long", timeStyle: "short" },
  )
  note.querySelector("[data-kept-restore]").addEventListener("click", () => {
    for (const name of WORDS) {
      field(name).value = kept.words[name]
      field(name).dispatchEvent(new Event(name === "body" ? "desk:set" : "input", { bubbles: true }))
    }
    note.hidden = true
    form.dispatchEvent(new Event("desk:changed"))
  })
  note.querySelector("[data-kept-discard]").addEventListener("click", () => {
    write(key, null)
    note.hidden = true
  })
}

// A page of a story that is saved: what was sent as a new story under this headline has arrived.
function arrived({ keptBy, headline }) {
  const key = `${keptBy}:new`
  const line = (text) => text.trim().replace(/\s+/g, " ")
  const sent = read(key)
  if (sent?.sent && line(sent.words.headline) === line(headline)) write(key, null)
}

const saved = document.querySelector("[data-kept-by]")
if (saved) arrived(saved.dataset)
if (form) start()
