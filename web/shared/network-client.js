/** What the network page asks of the device. Its address follows from where this file lies: below ui/<hash>/shared/. */

const TIMEOUT_MILLIS = 40_000;
const ROOT = new URL('../../../_pi/network', import.meta.url);

async function ask(path, options) {
  const response = await fetch(ROOT.href + path, { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MILLIS), ...options });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Error(body.error ?? `the device answered ${response.status}`);
  }
  return body;
}

export function readNetwork() {
  return ask('', {});
}

/** @param {Record<string, unknown>} wish with an action: scan, join, address, forget or accesspoint */
export function change(wish) {
  return ask('', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(wish) });
}

export function keepChange() {
  return ask('/confirm', { method: 'POST' });
}

export function undoChange() {
  return ask('/undo', { method: 'POST' });
}
