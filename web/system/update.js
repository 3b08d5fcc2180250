/**
 * The two systems and how the other one is started. Updates are installed on the gateway's own page; the small
 * personalities have none, and a short form here instead.
 */

import { post, read } from '../shared/device.js';
import { byId, setText } from '../shared/dom.js';
import { SlotsView } from './slots.js';

/** The personality that has a page for updates. */
const WITH_PAGE = 'otgw';

const BUSY = ['uploading', 'checking', 'silencing', 'installing', 'restarting'];

export class UpdateView {
  #speaking;
  #slots;
  #asking = false;
  #uploading = false;
  #uptime = null;
  #away = false;

  constructor(speaking) {
    this.#speaking = speaking;
    this.#slots = new SlotsView(speaking, (act) => this.#restart(act));
    byId('updateForm').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#upload();
    });
    byId('installNow').addEventListener('click', () => this.#install());
  }

  show() {
    this.tick();
    this.#showSlots();
  }

  #showSlots() {
    this.#slots.show().catch((problem) => setText(byId('lastUpdate'), this.#speaking.say('notFetched', problem.message)));
  }

  /** Asks once a second how it stands; while the device is away, whether it is back. */
  async tick() {
    if (this.#asking || this.#uploading || document.hidden) {
      return;
    }
    this.#asking = true;
    try {
      const [update, status] = await Promise.all([read('update'), read('status')]);
      const elsewhere = status.personality === WITH_PAGE;
      byId('updateElsewhere').hidden = !elsewhere;
      byId('updateHint').hidden = elsewhere;
      byId('updateForm').hidden = elsewhere;
      setText(byId('updateFrom'), update.from);
      if (this.#uptime !== null && (this.#away || status.uptimeSeconds < this.#uptime)) {
        this.#uptime = null;
        this.#away = false;
        this.#say('updateBack', update.from);
        this.#showSlots();
      }
      if (!elsewhere) {
        this.#showState(update);
      }
    } catch (problem) {
      if (this.#uptime !== null) {
        this.#away = true;
        this.#say('updateRestarting');
      } else {
        this.#say('notFetched', problem.message);
      }
    } finally {
      this.#asking = false;
    }
  }

  #say(key, ...parts) {
    this.#tell(this.#speaking.say(key, ...parts));
  }

  #tell(words) {
    setText(byId('updateResult'), words);
  }

  #showState({ phase, percent, to, error, simulated }) {
    byId('updateSimulated').hidden = !simulated;
    byId('installNow').hidden = phase !== 'ready';
    byId('updateProgress').hidden = !BUSY.includes(phase);
    byId('updateProgress').value = percent;
    byId('updateForm').querySelector('button').disabled = BUSY.includes(phase);
    if (phase === 'failed') {
      this.#tell(error);
    } else if (phase === 'ready') {
      this.#say('updateReady', to);
    } else if (BUSY.includes(phase)) {
      this.#say(`update-${phase}`);
    }
  }

  async #install() {
    byId('installNow').hidden = true;
    await this.#restart(() => post('update/install', {}));
  }

  /** Does what makes the device restart, sooner or later. */
  async #restart(act) {
    try {
      this.#uptime = (await read('status')).uptimeSeconds;
      await act();
    } catch (problem) {
      this.#uptime = null;
      this.#tell(problem.message);
    }
  }

  /** XMLHttpRequest, because fetch does not tell how far an upload is. */
  #upload() {
    const file = byId('updateFile').files[0];
    if (file === undefined) {
      this.#say('updateChoose');
      return;
    }
    const form = new FormData();
    form.append('update', file);
    const request = new XMLHttpRequest();
    request.open('POST', new URL('update', document.baseURI));
    request.responseType = 'json';
    this.#uploading = true;
    byId('updateProgress').hidden = false;
    request.upload.onprogress = ({ loaded, total }) => {
      byId('updateProgress').value = 100 * loaded / Math.max(1, total);
      this.#say('update-uploading');
    };
    request.onloadend = () => {
      this.#uploading = false;
      if (request.status !== 202) {
        byId('updateProgress').hidden = true;
        setText(byId('updateResult'), request.response?.error ?? this.#speaking.say('notFetched', String(request.status)));
      }
    };
    request.send(form);
  }
}
