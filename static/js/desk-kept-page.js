// What the page of a story says of kept words and of the people around it.
import { forget, same } from "desk/kept"

const lang = document.documentElement.lang
// As everywhere in the desk: 17:51, in every language.
const clock = (moment) => new Date(moment).toTimeString().slice(0, 5)
const MOST = 5

function dayAndClock(moment) {
  const today = new Date(moment).toDateString() === new Date().toDateString()
  if (today) return clock(moment)
  return `${new Date(moment).toLocaleDateString(lang, { dateStyle: "long" })} ${clock(moment)}`
}

// The line beside “Save”. It changes often, so only what is wrong is read aloud.
export class Status {
  constructor() {
    this.line = document.querySelector("[data-keep-state]")
    this.signIn = document.querySelector("[data-sign-in]")
    this.aloud = document.querySelector("[data-keep-aloud]")
    this.bad = ""
  }

  show(state, moment, { browser, onServer }) {
    const words = this.line.dataset
    const wrong = !["fine", "browser", "server"].includes(state)
    let name = state
    if (!browser && !onServer) name = "nowhere"
    if (name === "fine") name = "unsaved"
    const time = moment ? clock(moment) : clock(Date.now())
    this.line.textContent = (words[name] || words.unsaved).replace("{time}", time)
    this.line.dataset.state = name
    this.line.classList.toggle("desk-actions__state--wrong", wrong || name === "nowhere")
    this.signIn.hidden = !["signedOut", "other"].includes(state)
    const bad = wrong || name === "nowhere" ? name : ""
    if (bad !== this.bad) this.aloud.textContent = bad ? this.line.textContent : this.aloud.dataset.back
    if (bad) this.line.hidden = false
    this.bad = bad
  }

  // Somebody pressed “Save”, and it cannot be done now.
  insist() {
    const text = this.line.textContent
    this.aloud.textContent = ""
    this.aloud.textContent = text
    this.line.scrollIntoView({ block: "nearest" })
    this.signIn.querySelector("a")?.focus()
  }
}

// Who else is in the story, and whether somebody saved it meanwhile.
export class Around {
  constructor(base) {
    this.base = base
    this.here = document.querySelector("[data-here]")
    this.changed = document.querySelector("[data-changed]")
    this.opened = Date.now()
  }

  show(answer) {
    if (!this.here || !answer.here) return
    const words = this.here.dataset
    const people = answer.here.map(
      ({ name, since }) => `${words.one.replace("{name}", name)}, ${words.since.replace("{time}", clock(since))}.`,
    )
    // The page that this one replaced is remembered for a moment; it is no other tab.
    if (answer.tabs && Date.now() - this.opened > 30_000) people.push(words.own)
    const text = people.join(" ")
    if (this.here.textContent !== text) this.here.textContent = text
    this.here.hidden = !text
    const { changed } = answer
    if (!changed || answer.version <= this.base()) return
    const sentence = changed.own ? this.changed.dataset.own : this.changed.dataset.theirs
    const note = sentence.replace("{name}", changed.name).replace("{time}", clock(changed.at))
    if (this.changed.textContent !== note) this.changed.textContent = note
    this.changed.hidden = false
  }
}

// The list of what can be put back, newest first, from the browser or the server, whichever is newer.
export class Offer {
  constructor(form, { line, prefix, say, leave }) {
    Object.assign(this, { form, line, prefix, say, leave })
    this.box = document.querySelector("[data-kept]")
  }

  show(local, copies, { tab, insteadOf, now }) {
    if (!this.box) return
    const found = new Map()
    for (const copy of copies) found.set(copy.tab, { ...copy, at: Date.parse(copy.at) })
    for (const [key, entry] of local) {
      const there = found.get(entry.tab)
      if (now && same(entry.content, now)) {
        if (entry.tab !== tab && !there) forget(key)
      } else if (!there || entry.sequence > there.sequence) {
        found.set(entry.tab, { ...entry, id: null, at: entry.sequence })
      }
    }
    found.delete(tab)
    found.delete(insteadOf.split(" ")[0])
    const rows = [...found.values()].sort((one, other) => other.at - one.at).slice(0, MOST)
    const list = this.box.querySelector("[data-kept-list]")
    list.replaceChildren(...rows.map((copy) => this.row(copy)))
    this.box.hidden = !rows.length
  }

  row(copy) {
    const row = this.box.querySelector("[data-kept-row]").content.firstElementChild.cloneNode(true)
    const part = (name) => row.querySelector(`[data-kept-${name}]`)
    part("time").textContent = dayAndClock(copy.at)
    part("where").textContent = copy.id ? part("where").dataset.server : part("where").dataset.browser
    const { formUrl, compareUrl } = this.form.dataset
    part("restore").addEventListener("click", () => this.open(copy, formUrl))
    part("compare")?.addEventListener("click", () => this.open(copy, compareUrl))
    part("discard").addEventListener("click", () => this.discard(copy, row))
    return row
  }

  // The page with the words in its form, or beside the story, is made by the server: it gets them.
  async open(copy, url) {
    let { id } = copy
    if (!id) {
      const { tab, sequence, base, content } = copy
      const answer = await this.line.send(this.say({ tab, sequence, base, content }))
      id = answer?.copy
    }
    this.box.querySelector("[data-kept-failed]").hidden = Boolean(id)
    if (id) this.leave(`${url}?copy=${id}`)
  }

  async discard(copy, row) {
    forget(this.prefix + copy.tab)
    row.remove()
    const list = this.box.querySelector("[data-kept-list]")
    if (list.children.length) list.querySelector("button").focus()
    else this.box.hidden = true
    await this.line.send(this.say({ discard: `${copy.tab} ${copy.sequence}` }))
  }
}
