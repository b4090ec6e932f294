// The words of many photos: one value put into all of them by a button.
const form = document.querySelector("[data-words]")

for (const common of form?.querySelectorAll("[data-common]") ?? []) {
  const button = common.querySelector("[data-fill]")
  const source = common.querySelector("input, textarea, select")
  button.hidden = false
  const ready = () => {
    button.disabled = !source.value.trim()
  }
  source.addEventListener("input", ready)
  ready()
  button.addEventListener("click", () => {
    for (const row of form.querySelectorAll(`[data-row=${common.dataset.common}]`)) {
      const field = row.querySelector("input, textarea, select")
      field.value = source.value
      field.dispatchEvent(new Event("input", { bubbles: true }))
    }
    form.dispatchEvent(new Event("desk:changed"))
  })
}
