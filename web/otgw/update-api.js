/** What the update page asks of the gateway. */

import { address, ask, readAny, Refused } from '../shared/api.js';

export const readUpdate = () => readAny('_pi/update');
/** The boot loader is asked: on a busy machine that takes a while. */
export const readSlots = () => readAny('_pi/slots', { signal: AbortSignal.timeout(60_000) });
export const installUpload = () => change('_pi/update/install');
export const discardUpload = () => change('_pi/update', { method: 'DELETE' });
export const searchUpdate = () => change('_pi/update/search', { signal: AbortSignal.timeout(60_000) });
export const fetchUpdate = () => change('_pi/update/fetch', { signal: AbortSignal.timeout(600_000) });
export const bootSlot = (name) => change('_pi/slots', {
  headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ boot: name }),
});

async function change(path, options = {}) {
  const response = await ask(path, { method: 'POST', ...options });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Refused(body.error ?? `${path} answered ${response.status}`);
  }
  return body;
}

/** True when the gateway works; false when it is about to restart; rejects while it is away. */
export async function isUp() {
  const response = await ask(`api/v1/health?t=${Date.now()}`, { signal: AbortSignal.timeout(5_000) });
  return (await response.json()).health.status === 'UP';
}

/** A backup; with a pass phrase it holds the passwords, locked by that. */
export async function backup(passPhrase) {
  const how = passPhrase === '' ? {} : { method: 'POST', body: new URLSearchParams({ passphrase: passPhrase }) };
  const response = await ask('_pi/backup', { ...how, signal: AbortSignal.timeout(120_000) });
  if (!response.ok) {
    throw new Refused(await response.text());
  }
  return response.blob();
}

/**
 * Uploads a form. XMLHttpRequest, because fetch does not tell how far an upload is.
 *
 * @param {(percent: number) => void} onProgress
 * @param {AbortSignal} signal breaks it off
 */
export function upload(path, form, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address(path));
    request.responseType = 'json';
    request.upload.onprogress = ({ loaded, total }) => onProgress(Math.floor((100 * loaded) / Math.max(1, total)));
    request.onload = () => (request.status === 202
      ? resolve(request.response)
      : reject(new Refused(request.response?.error ?? `${path} answered ${request.status}`)));
    request.onerror = () => reject(new Error(`${path} does not answer`));
    request.onabort = () => reject(new DOMException('', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(form);
  });
}
