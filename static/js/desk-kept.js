// What this browser holds of a form: reading it, and keeping it where a closed tab leaves it.
const KEEP_DAYS = 30
const SKIP = ["csrfmiddlewaretoken", "tab", "sequence", "instead_of"]

export const newName = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("")

// The whole form as it would be sent: {name: value}.
export function snapshot(form) {
  new FormData(form) // Making one lets the editor write its text into the form; so make two.
  const found = {}
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !SKIP.includes(name) && !name.startsWith("claim-")) found[name] = value
  }
  return found
}

const plain = (text) => text.replace(/ rel="noopener"/g, "").trim()

export function same(one, other) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].every((name) => plain(one[name] ?? "") === plain(other[name] ?? ""))
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key))
  } catch {
    return null
  }
}

export function forget(key) {
  try {
    localStorage.removeItem(key)
  } catch {
    // Closed to us: then nothing is there either.
  }
}

// Returns whether the entry is kept. Where storage is full, what the server holds makes room.
export function keep(key, entry, prefix) {
  for (const makesRoom of [false, true]) {
    try {
      if (makesRoom) {
        for (const [other, { onServer }] of entries(prefix)) if (onServer && other !== key) forget(other)
      }
      localStorage.setItem(key, JSON.stringify(entry))
      return true
    } catch {
      // Full, or closed to us.
    }
  }
  return false
}

// [[key, entry]] under this prefix, newest first; what is too old is forgotten.
export function entries(prefix) {
  const found = []
  let keys = []
  try {
    keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix))
  } catch {
    return found
  }
  for (const key of keys) {
    const entry = read(key)
    if (!entry?.content || Date.now() - entry.sequence > KEEP_DAYS * 24 * 3600 * 1000) forget(key)
    else found.push([key, entry])
  }
  return found.sort(([, one], [, other]) => other.sequence - one.sequence)
}

// An entry of the time when only three fields were kept, under the story's own name.
export function adoptOld(key, form) {
  const old = read(key)
  if (!old?.words) return
  const tab = newName()
  const entry = { tab, sequence: old.at, base: old.version || 0, content: { ...snapshot(form), ...old.words } }
  if (keep(`${key}:${tab}`, entry, key)) forget(key)
}
