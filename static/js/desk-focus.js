// The focal point: by a click, or by the arrow keys; and what each cut will show.
const picture = document.querySelector("[data-focus]")
const STEP = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

if (picture) {
  const point = picture.querySelector("[data-focus-point]")
  const words = document.querySelector("[data-focus-words]")
  const image = picture.querySelector("img")
  const crops = document.querySelectorAll("[data-crop]")
  const x = document.getElementById("id_focal_x")
  const y = document.getElementById("id_focal_y")
  const inside = (value) => Math.min(Math.max(Number(value) || 0, 0), 1)
  const percent = (value) => Math.round(100 * inside(value))

  // As images.py cuts: the largest box of that shape, as near as it can lie to the point.
  const position = (part, focus) =>
    part >= 1 ? 50 : (100 * Math.min(Math.max(focus - part / 2, 0), 1 - part)) / (1 - part)

  const draw = () => {
    point.hidden = false
    point.style.left = `${percent(x.value)}%`
    point.style.top = `${percent(y.value)}%`
    const told = picture.dataset.words
      .replace("[x]", `${percent(x.value)}%`)
      .replace("[y]", `${percent(y.value)}%`)
    words.textContent = told
    point.setAttribute("aria-label", told)
    const whole = image.width && image.height ? image.getAttribute("width") / image.getAttribute("height") : 1
    for (const crop of crops) {
      const shape = crop.classList.contains("desk-crops__wide") ? 16 / 9 : 3 / 2
      const left = position(shape / whole, inside(x.value))
      const top = position(whole / shape, inside(y.value))
      crop.style.objectPosition = `${left}% ${top}%`
    }
  }
  const set = (across, down) => {
    x.value = inside(across).toFixed(3)
    y.value = inside(down).toFixed(3)
    draw()
    x.form.dispatchEvent(new Event("desk:changed"))
  }

  image.addEventListener("click", (event) => {
    const box = image.getBoundingClientRect()
    set((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height)
    point.focus()
  })
  point.addEventListener("keydown", (event) => {
    const step = STEP[event.key]
    if (!step) return
    event.preventDefault()
    const far = event.shiftKey ? 0.1 : 0.01
    set(Number(x.value) + far * step[0], Number(y.value) + far * step[1])
  })
  for (const field of [x, y]) field.addEventListener("input", draw)
  document.querySelector("[data-crops]").hidden = false
  document.querySelector("[data-focus-fields]").hidden = true
  draw()
}
