/**
 * The way of an update or a restore as the page sees it: upload, check, the user's click, installation, restart, back.
 * No elements here: it tells a listener where it stands. While it is busy the page's own WebSocket is closed, since
 * Safari starves one beside a large upload.
 */

import { readStatus } from '../shared/api.js';
import { discardUpload, fetchUpdate, installUpload, isUp, readUpdate, upload } from './update-api.js';

const BACK_WITHIN_SECONDS = 420;
const BUSY = ['silencing', 'installing', 'restarting'];
/** A socket that takes longer to go is taken for gone. */
const SOCKET_GONE_WITHIN_MILLIS = 3_000;
/** Holds what the machine restarts for, in case the page is loaded anew before it could say what became of it. */
const RESTARTS_FOR = 'restartsFor';
/** A system that does not start is tried twice, five minutes each, before the old one is back. */
const WATCHED = [...BUSY, 'lost'];

export class UpdateFlow {
  #tell;
  #state = { phase: 'idle' };
  #asking = false;
  #abort = null;
  #uptime = 0;

  /** @param {(state: object) => void} tell called whenever something changed */
  constructor(tell) {
    this.#tell = tell;
  }

  get state() {
    return this.#state;
  }

  /** Takes up what the gateway is doing, after the page was opened or loaded again. */
  resume(update) {
    if (this.#state.phase === 'idle' && update.phase !== 'idle' && update.phase !== 'uploading') {
      this.#show({ ...update });
      this.#live();
    }
  }

  /** The user has been told what became of the restart. */
  told() {
    sessionStorage.removeItem(RESTARTS_FOR);
  }

  /** Takes up a restart whose end the page has missed, because it was loaded anew. */
  returned(last, version) {
    const kind = sessionStorage.getItem(RESTARTS_FOR);
    if (this.#state.phase === 'idle' && kind !== null) {
      this.told();
      this.#show({ phase: 'back', kind, last, version });
    }
  }

  /** @param {string} path where a form with one file goes, and shows as this name */
  async upload(path, form, name) {
    this.#abort = new AbortController();
    this.#show({ phase: 'uploading', kind: path === '_pi/restore' ? 'restore' : 'update', file: name, percent: 0 });
    try {
      await Promise.race([window.enterFlashMode(),
        new Promise((resolve) => setTimeout(resolve, SOCKET_GONE_WITHIN_MILLIS))]);
      this.#abort.signal.throwIfAborted();
      await upload(path, form, (percent) => this.#uploaded(percent), this.#abort.signal);
      this.#show({ ...(await readUpdate()) });
    } catch (problem) {
      this.#show(problem.name === 'AbortError' ? { phase: 'stopped' } : { phase: 'failed', error: problem.message });
    }
    this.#live();
  }

  #uploaded(percent) {
    this.#show({ ...this.#state, phase: percent === 100 ? 'checking' : 'uploading', percent });
  }

  stop() {
    this.#abort?.abort();
  }

  /** Lets the gateway look into the newer version that it has found. */
  async fetch() {
    this.#show({ phase: 'checking', kind: 'update', percent: 0 });
    try {
      await fetchUpdate();
      this.#show({ ...(await readUpdate()) });
    } catch (problem) {
      this.#show({ phase: 'failed', error: problem.message });
    }
  }

  async install() {
    try {
      this.#uptime = (await readStatus()).uptimeSeconds;
      await installUpload();
      this.#show({ ...this.#state, phase: 'silencing', percent: 0 });
      window.enterFlashMode();
    } catch (problem) {
      this.#show({ phase: 'failed', error: problem.message });
    }
  }

  async cancel() {
    await discardUpload().catch(() => null);
    this.#show({ phase: 'idle' });
  }

  /** The machine restarts for another reason: a slot was chosen. */
  async restarting(act) {
    try {
      this.#uptime = (await readStatus()).uptimeSeconds;
      await act();
      window.enterFlashMode();
      this.#show({ phase: 'restarting', kind: 'update', seconds: 0, down: false });
    } catch (problem) {
      this.#show({ phase: 'failed', error: problem.message });
    }
  }

  /** To be called once a second. One question at a time. */
  async tick() {
    if (!WATCHED.includes(this.#state.phase) || this.#asking) {
      return;
    }
    this.#asking = true;
    try {
      await (['restarting', 'lost'].includes(this.#state.phase) ? this.#awaitBack() : this.#watch());
    } finally {
      this.#asking = false;
    }
  }

  async #watch() {
    const update = await readUpdate().catch(() => null);
    if (update === null || update.phase === 'restarting' || update.phase === 'idle') {
      this.#show({ ...this.#state, phase: 'restarting', seconds: 0, down: update === null });
    } else {
      this.#show({ ...update });
      if (update.phase === 'failed') {
        this.#live();
      }
    }
  }

  /** It is back when it answers after it was away, or runs for a shorter time than before. */
  async #awaitBack() {
    const { seconds, down, kind } = this.#state;
    const up = await isUp().catch(() => null);
    const back = up === true && (down || (await readStatus().catch(() => null))?.uptimeSeconds < this.#uptime);
    if (back) {
      await this.#returned(kind);
    } else if (seconds >= BACK_WITHIN_SECONDS) {
      this.#show({ ...this.#state, phase: 'lost', seconds: seconds + 1, down: down || up === null });
    } else {
      this.#show({ ...this.#state, seconds: seconds + 1, down: down || up === null });
    }
  }

  async #returned(kind) {
    const [update, status] = await Promise.all([readUpdate(), readStatus()]).catch(() => [null, null]);
    if (update !== null && BUSY.includes(update.phase)) {
      // It was only too busy to answer.
      this.#show({ ...update });
    } else if (update !== null) {
      this.#show({ phase: 'back', kind, last: update.last, version: status.version });
      this.#live();
    }
  }

  #live() {
    if (!BUSY.includes(this.#state.phase)) {
      window.exitFlashMode();
    }
  }

  #show(state) {
    if (state.phase === 'restarting') {
      sessionStorage.setItem(RESTARTS_FOR, state.kind);
    }
    this.#state = state;
    this.#tell(state);
  }
}
