// The notes beside a story: sent without leaving the page, and kept while they are being written.
// Without this script the same buttons reload the page.
const box = document.querySelector("[data-notes]")
const form = document.getElementById("note-form")

const fields = () => box.querySelectorAll("[data-note-text]")
const key = (field) => `${box.dataset.draft}:${field.name}`

const remember = (field) => {
  try {
    if (field.value) sessionStorage.setItem(key(field), field.value)
    else sessionStorage.removeItem(key(field))
  } catch {
    // A browser without storage: the words stand in the field all the same.
  }
}

const recall = () => {
  for (const field of fields()) {
    try {
      field.value ||= sessionStorage.getItem(key(field)) || ""
    } catch {
      return
    }
    if (field.value) field.closest("[data-note-answer]")?.setAttribute("open", "")
  }
}

const say = (sentence) => {
  const line = box.querySelector("[data-notes-said]")
  line.textContent = sentence
  line.classList.add("notes__said--problem")
}

const send = async (button) => {
  const data = new FormData(form)
  data.set(button.name, button.value)
  const sent = [...box.querySelectorAll(`[name="text-${button.value}"]`)].find(
    () => button.name === "thread",
  )
  button.disabled = true
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: data,
      headers: { "X-Requested-With": "fetch" },
    })
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const fresh = page.querySelector("[data-notes]")
    // The page to sign in, or an error, has no notes: nothing was written.
    if (answer.redirected) {
      button.disabled = false
      return say(box.dataset.signedOut)
    }
    if (!fresh) throw new Error(answer.status)
    if (answer.ok && sent) {
      sent.value = ""
      remember(sent)
    }
    const shown = new Set([...box.querySelectorAll("details[open].notes__resolved")].map((d) => d.className))
    box.replaceChildren(...fresh.childNodes)
    for (const name of shown) box.querySelector(`.${name}`)?.setAttribute("open", "")
    recall()
    const back = button.name === "thread" && box.querySelector(`[name="text-${button.value}"]`)
    if (back?.checkVisibility()) back.focus()
    else box.querySelector("[data-note-text]")?.focus({ preventScroll: true })
  } catch {
    button.disabled = false
    say(box.dataset.failed)
  }
}

if (box && form) {
  recall()
  box.addEventListener("click", (event) => {
    const button = event.target.closest("button[form=note-form]")
    if (!button) return
    event.preventDefault()
    send(button)
  })
  // A note is no change of the story: its form must not think so.
  for (const name of ["input", "change"]) {
    box.addEventListener(name, (event) => {
      event.stopPropagation()
      if (event.target.matches("[data-note-text]")) remember(event.target)
    })
  }
  // Opening “Answer” is a wish to write.
  box.addEventListener(
    "toggle",
    (event) => {
      if (event.target.matches("[data-note-answer][open]")) {
        event.target.querySelector("textarea").focus()
      }
    },
    true,
  )
}
