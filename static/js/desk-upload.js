// Many photos at once: each with its own progress, its own reason where it fails, its own retry.
const zone = document.querySelector("[data-upload-files]")
const told = zone?.dataset
const list = zone?.querySelector("[data-upload-list]")
const waiting = []
const made = []
const stalled = [] // what may be tried again
let running = false

const element = (name, values = {}, ...children) => {
  const made = Object.assign(document.createElement(name), values)
  made.append(...children)
  return made
}

const photoUrl = (photo) => told.changeUrl.replace("/0/", `/${photo.id}/`)

// What the browser can tell at once needs no upload.
function refusal(file) {
  if (!file.type.startsWith("image/")) return told.noImage
  return file.size > Number(told.maxMegabytes) * 1024 * 1024 ? told.tooHeavy : ""
}

function add(files) {
  for (const file of files) {
    const item = element("li", { className: "desk-drop__file" })
    const row = { file, item, name: element("span", { textContent: file.name }) }
    list.append(item)
    const reason = refusal(file)
    if (reason) end(row, "failed", reason)
    else queue(row)
  }
  run()
}

function queue(row) {
  row.item.className = "desk-drop__file"
  row.item.replaceChildren(row.name, element("small", { textContent: told.waiting }))
  waiting.push(row)
}

// One after the other: a phone's connection is not faster with six at once.
async function run() {
  if (running) return
  running = true
  while (waiting.length) await send(waiting.shift())
  running = false
  finish()
}

function finish() {
  if (!made.length) return
  const query = new URLSearchParams(made.map((photo) => ["photo", photo.id]))
  const address = `${told.wordsUrl}?${query}`
  // Where nothing waits for an answer, the next step is the words.
  if (list.querySelectorAll(".is-done").length === list.children.length) location.assign(address)
  zone.querySelector("[data-words-link]").href = address
  zone.querySelector("[data-upload-next]").hidden = false
}

// From the cookie: a sign-in in another tab gives a new one, and this page goes on with it.
const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? ""

// XMLHttpRequest, because fetch() does not tell how far an upload is.
function send(row) {
  return new Promise((resolve) => {
    const progress = element("progress", { max: 100, value: 0 })
    progress.setAttribute("aria-label", row.file.name)
    row.item.replaceChildren(row.name, progress)
    const data = new FormData()
    data.append("files", row.file)
    const request = new XMLHttpRequest()
    request.open("POST", zone.action)
    request.setRequestHeader("Accept", "application/json")
    request.setRequestHeader("X-CSRFToken", token())
    request.responseType = "json"
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) progress.value = (100 * event.loaded) / event.total
    })
    request.addEventListener("loadend", () => {
      answered(row, request.response)
      resolve()
    })
    request.send(data)
  })
}

function answered(row, answer) {
  if (answer?.photos?.length) {
    made.push(answer.photos[0])
    row.photo = answer.photos[0]
    end(row, "done", told.done)
  } else if (answer?.known?.length) {
    row.photo = answer.known[0].photo
    end(row, "known", told.known)
  } else if (answer?.refused) {
    end(row, "failed", answer.refused.map((refused) => refused.reason).join(" "))
  } else if (answer?.signed_out) {
    // Nor will the desk take those behind it.
    for (const each of [row, ...waiting.splice(0)]) {
      end(each, "failed", told.signedOut, { again: true, signIn: each === row })
    }
  } else {
    end(row, "failed", told.failed, { again: true })
  }
}

function tryAgain() {
  for (const row of stalled.splice(0)) queue(row)
  run()
}

function end(row, state, text, { again = false, signIn = false } = {}) {
  row.item.className = `desk-drop__file is-${state}`
  row.item.replaceChildren(row.name, element("strong", { textContent: text }))
  if (row.photo) {
    row.item.prepend(element("img", { src: row.photo.thumb, alt: "" }))
    const link = element("a", { href: photoUrl(row.photo), textContent: told.open })
    link.target = "_blank"
    if (state === "known") row.item.append(link)
  }
  if (signIn) {
    const link = element("a", { href: told.signInUrl, textContent: told.signIn, target: "_blank" })
    row.item.querySelector("strong").append(" ", link)
  }
  if (again) {
    stalled.push(row)
    const button = element("button", {
      type: "button",
      className: "desk-button desk-button--small",
      textContent: told.retry,
    })
    button.addEventListener("click", tryAgain)
    row.item.append(button)
  }
}

if (zone) {
  for (const label of zone.querySelectorAll("[data-pick]")) label.hidden = false
  zone.querySelector("[data-plain]").remove()
  for (const input of zone.querySelectorAll("[data-pick-files]")) {
    input.addEventListener("change", () => {
      add([...input.files])
      input.value = ""
    })
  }
  zone.addEventListener("submit", (event) => event.preventDefault())
  // All of the page takes the drop: a file that falls beside the box would replace the page.
  const over = (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return
    event.preventDefault()
    zone.classList.add("is-over")
  }
  document.addEventListener("dragover", over)
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) zone.classList.remove("is-over")
  })
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return
    event.preventDefault()
    zone.classList.remove("is-over")
    add([...event.dataTransfer.files])
  })
  window.addEventListener("beforeunload", (event) => {
    if (running) event.preventDefault()
  })
}
