// What is made in the background: the place is asked for again every two seconds until nothing in
// it is open any more. Not while nobody looks; without this script the page's link does it.
const EVERY = 2000

function wait(place) {
  if (place.dataset.poll) setTimeout(() => look(place), EVERY)
}

// What people see of it. Only a change is put in place, so that the focus and a reader's voice stay.
function said(place) {
  return place.textContent + [...place.querySelectorAll("progress")].map((bar) => bar.value)
}

async function look(place) {
  if (document.hidden) {
    document.addEventListener("visibilitychange", () => look(place), { once: true })
    return
  }
  try {
    const answer = await fetch(place.dataset.poll, { headers: { "X-Requested-With": "fetch" } })
    // Signed out, or not ours any more: the page stays as it is.
    if (!answer.ok || answer.redirected) return
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const fresh = page.getElementById(place.id)
    if (fresh && (said(fresh) !== said(place) || !fresh.dataset.poll)) {
      place.replaceWith(fresh)
      wait(fresh)
      return
    }
  } catch {
    // No network for a moment: the next look finds out.
  }
  wait(place)
}

for (const place of document.querySelectorAll("[data-poll]")) wait(place)
