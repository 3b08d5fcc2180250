/** Restart: asks, then watches the device go down and come back, and says in words where it stands. */

import { askForRestart, readStatus } from '../shared/api.js';
import { byId, setText } from '../shared/dom.js';
import { say } from './texts.js';

const DOWN_WITHIN_SECONDS = 30;
const BACK_WITHIN_SECONDS = 180;

class RestartPage {
  #phase = 'idle';
  #seconds = 0;
  #uptime = 0;
  #asking = false;

  constructor() {
    byId('btnRestart').addEventListener('click', () => this.#restart());
  }

  async show() {
    try {
      byId('restartSimulated').hidden = !(await readStatus()).machineSimulated;
    } catch (problem) {
      this.#tell('refused', say('notFetched', problem.message));
    }
  }

  async tick() {
    if (this.#phase === 'idle') {
      return;
    }
    this.#seconds += 1;
    byId('restartProgress').value = this.#seconds;
    if (!this.#asking) {
      this.#asking = true;
      const uptime = await readStatus().then(({ uptimeSeconds }) => uptimeSeconds, () => null);
      this.#asking = false;
      this.#judge(uptime);
    }
  }

  /** @param {number | null} uptime null if the device does not answer */
  #judge(uptime) {
    if (this.#phase === 'idle') {
      return;
    }
    if (uptime !== null && (this.#phase === 'down' || uptime < this.#uptime)) {
      this.#end('saved', say('restartBack'));
    } else if (uptime === null) {
      this.#phase = 'down';
      this.#tell('pending', say('restartDown', this.#seconds));
    }
    if (this.#phase === 'asked' && this.#seconds >= DOWN_WITHIN_SECONDS) {
      this.#end('refused', say('restartNever', DOWN_WITHIN_SECONDS));
    } else if (this.#phase === 'down' && this.#seconds >= BACK_WITHIN_SECONDS) {
      this.#end('refused', say('restartLost', BACK_WITHIN_SECONDS));
    }
  }

  async #restart() {
    if (!confirm(say('restartAsk'))) {
      return;
    }
    try {
      this.#uptime = (await readStatus()).uptimeSeconds;
      await askForRestart();
    } catch (problem) {
      this.#tell('refused', say('restartFailed', problem.message));
      return;
    }
    this.#phase = 'asked';
    this.#seconds = 0;
    byId('btnRestart').disabled = true;
    byId('restartProgress').hidden = false;
    this.#tell('pending', say('restartAsked'));
  }

  #end(state, text) {
    this.#phase = 'idle';
    byId('btnRestart').disabled = false;
    byId('restartProgress').hidden = true;
    this.#tell(state, text);
  }

  #tell(state, text) {
    byId('restartResult').dataset.state = state;
    setText(byId('restartResult'), text);
  }
}

export function load() {
  return new RestartPage();
}
