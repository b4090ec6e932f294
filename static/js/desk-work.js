// The way to the desk's server: one request at a time, and a plain word for what came of it.
// “fine”, “offline”, “signedOut”, “other” (somebody else signed in here), “closed” (no longer ours).
const SMALL = 60_000 // bytes that a browser still sends for a page that is being left

export class Line {
  constructor(url) {
    this.url = url
    this.state = "fine"
  }

  get token() {
    return document.querySelector("[name=csrfmiddlewaretoken]").value
  }

  // Returns the answer, or null where there is none; `state` says why.
  async send(said, { leaving = false } = {}) {
    const body = JSON.stringify(said)
    try {
      let response = await this.post(body, leaving)
      if (response.status === 403 && !isJson(response) && (await this.renewToken())) {
        response = await this.post(body, leaving)
      }
      return await this.read(response)
    } catch {
      this.state = "offline"
      return null
    }
  }

  post(body, leaving) {
    return fetch(this.url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
      body,
      keepalive: leaving && body.length < SMALL,
      redirect: "error",
    })
  }

  // A sign-in gives the browser a new token: put it into the forms of this page.
  async renewToken() {
    const response = await fetch(this.url, { redirect: "error", cache: "no-store" })
    const { token } = isJson(response) ? await response.json() : {}
    if (!token) return false
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token
    return true
  }

  async read(response) {
    const answer = isJson(response) ? await response.json() : {}
    if (response.ok || response.status === 400) this.state = "fine"
    else if (answer.signed_out) this.state = "signedOut"
    else if (answer.other) this.state = "other"
    else if (answer.closed || response.status === 404) this.state = "closed"
    else this.state = "offline"
    return response.ok || response.status === 400 ? answer : null
  }
}

function isJson(response) {
  return (response.headers.get("Content-Type") || "").includes("json")
}
