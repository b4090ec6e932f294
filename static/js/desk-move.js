// Buttons that fill in a time.
for (const button of document.querySelectorAll("[data-preset]")) {
  button.addEventListener("click", () => {
    document.getElementById(button.dataset.presetFor).value = button.dataset.preset
  })
}
