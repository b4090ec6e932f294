// Nobody's words are lost: what is typed is kept in this browser first, then on the server, until it
// is saved; and what was left unsaved is offered on return. Never touches the story itself.
import { adoptOld, entries, forget, keep, newName, same, snapshot } from "desk/kept"
import { Around, Offer, Status } from "desk/kept-page"
import { Line } from "desk/work"

const SETTLE = 800 // ms without typing, before the browser keeps it
const PACE = 2500 // ms between the browser and the server
const BEAT = 8000 // ms between two signs of life

const form = document.querySelector("form[data-keep]")
if (form) start()

function start() {
  const data = form.dataset
  const field = (name) => form.elements.namedItem(name)
  const story = data.story || "new"
  const prefix = `${data.keep}:${story}:`
  const tab = field("tab").value || newName()
  field("tab").value = tab
  const base = () => Number(field("version")?.value || 0)
  const line = new Line(data.workUrl)
  const status = new Status()
  const around = new Around(base)
  const offer = new Offer(form, { line, prefix, say, leave })
  // The copy that was put back into this form, “tab sequence”: it is not offered beside it.
  let insteadOf = field("instead_of").value
  let kept = snapshot(form)
  let sequence = 0 // of what the browser keeps; grows with every change
  let sent = 0 // of what the server keeps
  let refused = ""
  let browser = true
  let asked = false
  let settling
  let pacing
  let running = null

  function say(more) {
    return { who: Number(data.who), tab, sequence, base: base(), tabs: null, content: null, ...more }
  }

  function keepHere({ always = false } = {}) {
    clearTimeout(settling)
    const now = snapshot(form)
    if (!always && same(now, kept)) return
    kept = now
    sequence = Math.max(sequence + 1, Date.now())
    browser = keep(prefix + tab, entry(), data.keep)
    show()
    clearTimeout(pacing)
    pacing = setTimeout(beat, PACE)
  }

  const entry = () => ({ tab, sequence, base: base(), content: kept, onServer: sent === sequence })

  function show() {
    const state = refused || (line.state !== "fine" ? line.state : sent === sequence ? "server" : "browser")
    status.show(sequence ? state : line.state, sequence, { browser, onServer: sequence && sent === sequence })
  }

  // One request at a time: a sign of life, and the words where they are new to the server.
  function beat(options) {
    running = (running || Promise.resolve()).then(() => talk(options))
    return running
  }

  async function talk(options) {
    const news = sequence > sent && !refused
    if (!data.story && !news && asked && line.state === "fine") return
    const said = say(news ? { content: kept } : {})
    if (news && insteadOf) said.instead_of = insteadOf
    if (!asked) said.tabs = entries(prefix).map(([, { tab: other }]) => other)
    const answer = await line.send(said, options)
    if (answer) take(answer, said)
    else if (!asked) offer.show(entries(prefix), [], { tab, insteadOf })
    show()
  }

  function take(answer, said) {
    if (said.content && answer.kept) {
      sent = said.sequence
      if (sent === sequence) keep(prefix + tab, entry(), data.keep)
      if (insteadOf) forget(prefix + insteadOf.split(" ")[0])
      insteadOf = ""
    }
    refused = answer.refused === "closed" ? "closed" : answer.refused ? "refused" : ""
    if (said.tabs) {
      asked = true
      for (const [key, { tab: other, sequence: upTo }] of entries(prefix)) {
        if (upTo <= answer.settled[other]) forget(key)
      }
      offer.show(entries(prefix), answer.copies, { tab, insteadOf, now: kept })
    }
    around.show(answer)
  }

  // Before the page goes elsewhere on purpose: what stands in it is kept, and nobody is asked.
  async function leave(url) {
    keepHere()
    await beat()
    form.dispatchEvent(new Event("desk:leaving"))
    location.assign(url)
  }

  const changed = () => {
    if (refused === "refused") refused = "" // it may fit again
    clearTimeout(settling)
    settling = setTimeout(keepHere, SETTLE)
  }
  for (const name of ["input", "change", "desk:changed"]) form.addEventListener(name, changed)

  let checked = false
  form.addEventListener(
    "submit",
    (event) => {
      keepHere({ always: !sequence && "dirty" in data })
      field("sequence").value = sequence
      if (line.state === "fine" || line.state === "closed" || checked) {
        checked = false
        return
      }
      // Where the server did not answer, or did not know us, the form stays: see first.
      event.preventDefault()
      const button = event.submitter
      beat().then(() => {
        if (line.state !== "fine") return status.insist()
        checked = true
        form.requestSubmit(button)
      })
    },
    { capture: true },
  )

  const away = () => {
    keepHere()
    if (sequence > sent) beat({ leaving: true })
  }
  window.addEventListener("pagehide", away)
  document.addEventListener("visibilitychange", () => (document.hidden ? away() : beat()))
  window.addEventListener("online", () => beat())
  setInterval(beat, BEAT)
  adoptOld(`${data.keep}:${story}`, form)
  // What came back with the page is not saved yet, typed in or not.
  if ("dirty" in data) setTimeout(() => sequence || keepHere({ always: true }), 300)
  beat()
}
