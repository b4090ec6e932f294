// What a page can do without at first: fetched once the page stands, and put in its place. Without
// this script, or where the answer is no box, the link that stands there leads to the same.
for (const place of document.querySelectorAll("[data-later]")) {
  fetch(place.dataset.later, { headers: { "X-Requested-With": "fetch" } })
    .then(async (answer) => {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html")
      const box = page.getElementById(place.id)
      if (answer.ok && !answer.redirected && box) place.replaceWith(box)
    })
    .catch(() => {})
}
