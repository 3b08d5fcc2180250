/** What the page asks of the gateway. Every address is relative to the page, so that it works under any base path. */

const TIMEOUT_MILLIS = 10_000;

export function address(path) {
  return new URL(path, document.baseURI);
}

export async function ask(path, options = {}) {
  return fetch(address(path), { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MILLIS), ...options });
}

/** Any JSON answer of the gateway; rejects with its status if it is not good. */
export async function readAny(path, options = {}) {
  return (await readJson(path, options)).body;
}

async function readJson(path, options = {}) {
  const response = await ask(path, options);
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

/** All settings with group, label and limits. */
export async function readSettings() {
  return (await readAny('_pi/settings')).settings;
}

/** Stores one setting; rejects with the gateway's reason if it does not take it. */
export async function saveSetting(name, value) {
  const response = await ask('api/v1/settings', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json; charset=UTF-8' },
    body: JSON.stringify({ name, value }),
  });
  if (!response.ok) {
    throw new Refused(response.headers.get('X-Reason') ?? await response.text());
  }
}

/** What the device says of itself: names and values in its own order. */
export async function readDeviceInfo() {
  return (await readAny('api/v0/devinfo')).devinfo;
}

/** The gateway's own clock as it shows it, and its message if it has one. */
export async function readClock() {
  return (await readAny('api/v1/devtime')).devtime;
}

export async function askForRestart() {
  const response = await ask('ReBoot', { method: 'POST' });
  if (!response.ok) {
    throw new Refused(await response.text());
  }
}

/** The entries of a folder, and the room that is left. */
export async function readFolder(path) {
  const listed = await readAny(`api/listfiles?path=${encodeURIComponent(path)}`);
  return { entries: listed.slice(0, -1), room: listed.at(-1) };
}

export async function deleteFile(path) {
  const response = await ask(`api/listfiles?delete=${encodeURIComponent(path)}`);
  if (!response.ok) {
    throw new Refused(await response.text());
  }
}

const UPLOAD_SILENCE_MILLIS = 60_000;

/**
 * Puts a file into a folder of the gateway.
 *
 * @param {string} folder
 * @param {File} file
 * @param {(part: number) => void} onProgress told how much of it has gone out, 0 to 1
 */
export function uploadFile(folder, file, onProgress) {
  const form = new FormData();
  form.append('upload', file);
  const request = new XMLHttpRequest();
  request.open('POST', address(`upload?path=${encodeURIComponent(folder)}`));
  return new Promise((resolve, reject) => {
    let silence = 0;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), UPLOAD_SILENCE_MILLIS);
    };
    request.upload.onprogress = ({ loaded, total }) => {
      heard();
      onProgress(total > 0 ? loaded / total : 0);
    };
    request.upload.onload = () => onProgress(1);
    request.onload = () => (request.status < 400 ? resolve() : reject(new Refused(request.responseText)));
    request.onerror = () => reject(new Error('the connection was lost'));
    request.onabort = () => reject(new Error(`nothing moved for ${UPLOAD_SILENCE_MILLIS / 1000} seconds`));
    request.onloadend = () => clearTimeout(silence);
    heard();
    request.send(form);
  });
}

/** Where a file of the user's is downloaded from. */
export function fileAddress(path) {
  return address(path.replace(/^\//, '').split('/').map(encodeURIComponent).join('/')).href;
}

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

/** The firmware files for the chip that is there, and how the current or last flash stands. */
export function readFirmware() {
  return readAny('_pi/firmware');
}

/** Asks the web site with the chip's firmware for the latest version of a file; the gateway does, not the browser. */
export async function readLatestFirmware(name) {
  const response = await ask(`_pi/firmware?name=${encodeURIComponent(name)}`,
    { method: 'POST', signal: AbortSignal.timeout(30_000) });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Refused(body.error ?? `The gateway answered ${response.status} without a reason.`);
  }
  return body.latest;
}

/** @param {'upgrade' | 'refresh' | 'delete'} action what is to be done with this firmware file */
export async function orderFirmware(action, name, version = '') {
  const query = new URLSearchParams({ action, name, version });
  const response = await ask(`pic?${query}`,
    { method: 'POST', redirect: 'manual', signal: AbortSignal.timeout(60_000) });
  if (!response.ok && response.type !== 'opaqueredirect') {
    throw new Refused(await response.text());
  }
}
