// The photo dialog, and the fields and the editor that open it.
const dialog = document.getElementById("photo-picker")
let settle = null
let older = ""
let words = ""

const part = (name) => dialog.querySelector(`[data-${name}]`)
const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value

function say(text) {
  part("status").textContent = text
}

function close(photo = null) {
  const done = settle
  settle = null
  if (dialog.open) dialog.close()
  done?.(photo)
}

const lacks = (photo) => `${dialog.dataset.missing} ${photo.missing.join(", ")}`

function small(text) {
  const element = document.createElement("small")
  element.textContent = text
  return element
}

function tile(photo) {
  const button = document.createElement("button")
  button.type = "button"
  button.className = "desk-picker__tile"
  const img = document.createElement("img")
  Object.assign(img, { src: photo.thumb, alt: photo.alt, loading: "lazy" })
  const name = document.createElement("span")
  name.textContent = photo.caption || photo.alt || `#${photo.id}`
  button.append(img, name)
  if (photo.missing.length) button.append(small(lacks(photo)))
  for (const sentence of photo.warnings) button.append(small(sentence))
  button.addEventListener("click", () => close(photo))
  const item = document.createElement("li")
  item.append(button)
  return item
}

async function load({ more = false } = {}) {
  const url = new URL(dialog.dataset.url, location.href)
  if (words) url.searchParams.set("q", words)
  if (more) url.searchParams.set("before", older)
  try {
    const response = await fetch(url)
    const answer = await response.json()
    if (answer.signed_out) return say(dialog.dataset.signedOut)
    if (!response.ok) throw new Error(response.status)
    const tiles = answer.photos.map(tile)
    if (more) part("grid").append(...tiles)
    else part("grid").replaceChildren(...tiles)
    if (more) tiles[0]?.querySelector("button").focus()
    older = answer.older
    part("older").hidden = !older
    say(part("grid").children.length ? "" : dialog.dataset.none)
  } catch {
    say(dialog.dataset.failed)
  }
}

// XMLHttpRequest, because fetch() does not tell how far an upload is.
function send(form) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open("POST", dialog.dataset.uploadUrl)
    request.setRequestHeader("Accept", "application/json")
    request.setRequestHeader("X-CSRFToken", token())
    request.responseType = "json"
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) part("progress").value = (100 * event.loaded) / event.total
    })
    request.addEventListener("load", () => (request.response ? resolve(request.response) : reject()))
    request.addEventListener("error", reject)
    request.send(new FormData(form))
  })
}

// The same file was uploaded before: the photo that is there has its words already.
let known = null
function offer(photo) {
  known = photo
  part("upload-known").querySelector("span").textContent = dialog.dataset.known
  part("upload-known").hidden = false
  part("use-known").focus()
}

async function upload(event) {
  event.preventDefault()
  const form = event.target
  const error = part("upload-error")
  const button = form.querySelector("button")
  if (!form.reportValidity()) return
  error.hidden = part("upload-known").hidden = true
  part("progress").hidden = false
  button.disabled = true
  try {
    const answer = await send(form)
    if (answer.photos?.length) {
      form.reset()
      close(answer.photos[0])
    } else if (answer.known?.length) {
      offer(answer.known[0].photo)
    } else if (answer.signed_out) {
      error.textContent = dialog.dataset.signedOut
      error.hidden = false
    } else {
      error.textContent = answer.refused.map((row) => row.reason).join(" ")
      error.hidden = false
    }
  } catch {
    error.textContent = dialog.dataset.failed
    error.hidden = false
  } finally {
    part("progress").hidden = true
    part("progress").value = 0
    button.disabled = false
  }
}

if (dialog) {
  dialog.addEventListener("close", () => close())
  part("close").addEventListener("click", () => close())
  part("older").addEventListener("click", () => load({ more: true }))
  part("upload")?.addEventListener("submit", upload)
  part("use-known")?.addEventListener("click", () => {
    part("upload").reset()
    part("upload-known").hidden = true
    close(known)
  })
  part("search").addEventListener("submit", (event) => {
    event.preventDefault()
    words = dialog.querySelector("[name=q]").value.trim()
    load()
  })
}

// Resolves with the chosen photo, or null where the dialog was left.
export function choosePhoto() {
  return new Promise((resolve) => {
    settle = resolve
    dialog.showModal()
    load()
  })
}

// A field that holds the number of a photo.
export function wirePhoto(box) {
  if (box.desk) return box.desk
  const field = box.querySelector("[data-photo-field]")
  const picture = box.querySelector("[data-photo-picture]")
  const clear = box.querySelector("[data-photo-clear]")
  const link = box.querySelector("[data-photo-link]")
  const text = box.querySelector("[data-photo-words]")
  const warnings = box.querySelector("[data-photo-warnings]")
  field.type = "hidden"
  const set = (photo) => {
    field.value = photo ? photo.id : ""
    picture.replaceChildren()
    text.textContent = ""
    warnings?.replaceChildren()
    clear.hidden = link.hidden = !photo
    if (photo) {
      link.href = link.dataset.photoLink.replace("/0/", `/${photo.id}/`)
      const img = document.createElement("img")
      Object.assign(img, { src: photo.thumb, alt: photo.alt })
      picture.append(img)
      text.textContent = [photo.caption || photo.alt, photo.credit && `(${photo.credit})`]
        .filter(Boolean)
        .join(" ")
      if (photo.missing.length) text.textContent += ` ${lacks(photo)}`
      warnings?.append(
        ...photo.warnings.map((sentence) => {
          const line = document.createElement("span")
          line.textContent = sentence
          return line
        }),
      )
    }
    box.closest("form")?.dispatchEvent(new Event("desk:changed"))
  }
  box.querySelector("[data-photo-choose]").addEventListener("click", async () => {
    const photo = await choosePhoto()
    if (photo) set(photo)
  })
  clear.addEventListener("click", () => set(null))
  box.desk = { set }
  return box.desk
}
