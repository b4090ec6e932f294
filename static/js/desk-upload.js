// Photos of the library: several files at once, each with its own progress; the focal point.
const zone = document.querySelector("[data-upload-files]")
if (zone) {
  const input = zone.querySelector("input[type=file]")
  const list = zone.querySelector("[data-upload-list]")

  const send = (file) =>
    new Promise((resolve) => {
      const item = document.createElement("li")
      const name = document.createElement("span")
      const progress = document.createElement("progress")
      name.textContent = file.name
      progress.max = 100
      progress.value = 0
      progress.setAttribute("aria-label", file.name)
      item.append(name, progress)
      list.append(item)
      const data = new FormData()
      data.append("files", file)
      const request = new XMLHttpRequest()
      request.open("POST", zone.action)
      request.setRequestHeader("Accept", "application/json")
      request.setRequestHeader("X-CSRFToken", zone.querySelector("[name=csrfmiddlewaretoken]").value)
      request.responseType = "json"
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) progress.value = (100 * event.loaded) / event.total
      })
      const end = (text, ok, photo) => {
        if (photo) {
          // The others of the batch may stay behind; this one can be given its words.
          const link = document.createElement("a")
          link.href = `${location.pathname}${photo.id}/change/`
          link.textContent = file.name
          name.replaceChildren(link)
        }
        const told = document.createElement("strong")
        told.textContent = text
        progress.replaceWith(told)
        resolve(ok)
      }
      request.addEventListener("error", () => end(zone.dataset.failed, false))
      request.addEventListener("load", () => {
        const answer = request.response
        if (answer?.photos?.length) end(zone.dataset.done, true, answer.photos[0])
        else end(answer?.refused?.map((row) => row.reason).join(" ") || zone.dataset.failed, false)
      })
      request.send(data)
    })

  const sendAll = async (files) => {
    list.replaceChildren()
    // One after the other: a phone's connection is not faster with six at once.
    let good = 0
    for (const file of files) good += await send(file)
    if (good === files.length) location.assign(location.pathname)
  }
  zone.addEventListener("submit", (event) => {
    event.preventDefault()
    if (input.files.length) sendAll([...input.files])
  })
  zone.addEventListener("dragover", (event) => {
    event.preventDefault()
    zone.classList.add("is-over")
  })
  zone.addEventListener("dragleave", () => zone.classList.remove("is-over"))
  zone.addEventListener("drop", (event) => {
    event.preventDefault()
    zone.classList.remove("is-over")
    sendAll([...event.dataTransfer.files].filter((file) => file.type.startsWith("image/")))
  })
}

const picture = document.querySelector("[data-focus]")
if (picture) {
  const point = picture.querySelector("[data-focus-point]")
  const x = document.getElementById("id_focal_x")
  const y = document.getElementById("id_focal_y")
  const draw = () => {
    point.hidden = false
    point.style.left = `${100 * x.value}%`
    point.style.top = `${100 * y.value}%`
  }
  picture.addEventListener("click", (event) => {
    const box = picture.getBoundingClientRect()
    x.value = ((event.clientX - box.left) / box.width).toFixed(3)
    y.value = ((event.clientY - box.top) / box.height).toFixed(3)
    draw()
    x.form.dispatchEvent(new Event("desk:changed"))
  })
  for (const field of [x, y]) field.addEventListener("input", draw)
  draw()
}
