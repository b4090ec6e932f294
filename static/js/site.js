// What a story's page gains from JavaScript; without it nothing is missing but these.

// One reading, counted once however often the page is loaded again in this tab.
const story = document.querySelector("[data-beacon]");
if (story && navigator.sendBeacon) {
  const seen = `seen:${story.dataset.beacon}`;
  const report = () => {
    try {
      if (sessionStorage.getItem(seen)) return;
      sessionStorage.setItem(seen, "1");
    } catch {
      // Storage is closed to us: the server recognises reloads too.
    }
    navigator.sendBeacon(story.dataset.beacon);
  };
  // A page that was only prepared by the browser, or lies in a tab behind, is not being read.
  if (document.visibilityState === "visible" && !document.prerendering) report();
  else document.addEventListener("visibilitychange", report, { once: true });
}

const share = document.querySelector("[data-share-url]");
if (share) {
  const { shareTitle: title, shareUrl: url } = share.dataset;
  if (navigator.share) {
    share.querySelector("[data-needs-share]").hidden = false;
    share.querySelector("[data-share]").addEventListener("click", () => {
      navigator.share({ title, url }).catch(() => {}); // the reader thought better of it
    });
  }
  if (navigator.clipboard) {
    const button = share.querySelector("[data-copy]");
    const words = button.textContent;
    share.querySelector("[data-needs-copy]").hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(url);
      button.textContent = button.dataset.done;
      share.querySelector("[data-copy-status]").textContent = button.dataset.done;
      setTimeout(() => (button.textContent = words), 2500);
    });
  }
}

// The menu is a <details>: here it also closes by Escape and by a click beside it.
const drawer = document.querySelector("details.drawer");
if (drawer) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drawer.open) return;
    drawer.open = false;
    drawer.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (!drawer.contains(event.target)) drawer.open = false;
  });
}
