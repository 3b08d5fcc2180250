/** Asking the device, from the pages besides the gateway's. Every address is relative to the page. */

const TIMEOUT_MILLIS = 10_000;

/** The device answered, and the answer is no: the message is its own sentence. */
export class Refused extends Error {
  constructor(message, body) {
    super(message);
    this.body = body;
  }
}

/** The JSON at an address. */
export async function read(path) {
  return ask(path, {});
}

/** Posts JSON and returns the JSON that comes back; rejects with the device's reason if it does not take it. */
export async function post(path, object) {
  return ask(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(object),
  });
}

async function ask(path, options) {
  const response = await fetch(new URL(path, document.baseURI), {
    cache: 'no-store',
    signal: AbortSignal.timeout(TIMEOUT_MILLIS),
    ...options,
    headers: { Accept: 'application/json', ...options.headers },
  });
  const text = await response.text();
  const body = parsed(text);
  if (!response.ok || body === null) {
    throw new Refused(body?.error ?? (text.trim() || `${response.status}`), body);
  }
  return body;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
