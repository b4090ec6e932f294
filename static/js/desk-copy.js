// “Copy” beside an address that is shown once.
const button = document.querySelector("[data-copy]")
const field = document.querySelector("[data-copy-from]")
field?.select()
if (button && navigator.clipboard) {
  button.hidden = false
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(field.value)
    button.textContent = button.dataset.done
  })
}
