/** What the page asks of the gateway. Every address is relative to the page, so that it works under any base path. */

const TIMEOUT_MILLIS = 10_000;

function address(path) {
  return new URL(path, document.baseURI);
}

async function ask(path, options = {}) {
  return fetch(address(path), { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MILLIS), ...options });
}

async function readJson(path) {
  const response = await ask(path);
  if (!response.ok) {
    throw new Error(`${path} answered ${response.status}`);
  }
  return { body: await response.json(), dateMillis: Date.parse(response.headers.get('Date') ?? '') };
}

export function openLiveSocket() {
  const url = address('_pi/live');
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(url);
}

/** The monitor values, and the gateway's own clock at that moment, by which their age is told. */
export async function readValues() {
  const { body, dateMillis } = await readJson('api/v2/otgw/otmonitor');
  return { values: body.otmonitor, gatewayMillis: Number.isNaN(dateMillis) ? Date.now() : dateMillis };
}

export async function readStatus() {
  return (await readJson('_pi/status')).body;
}

/** The gateway answered, and the answer is no: the message is its own sentence. */
export class Refused extends Error {}

/** Sends one command and returns the chip's answer. */
export async function sendCommand(command) {
  const response = await ask('_pi/command', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ command }),
    signal: AbortSignal.timeout(60_000),
  });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Refused(body.error ?? `The gateway answered ${response.status} without a reason.`);
  }
  return body.answer;
}
