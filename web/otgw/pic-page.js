/** The gateway chip: what runs in it, the firmware files for it, and writing one of them into it. */

import {
  fileAddress, orderFirmware, readDeviceInfo, readFirmware, readLatestFirmware,
} from '../shared/api.js';
import { ask } from '../shared/ask.js';
import { byId, element, setText } from '../shared/dom.js';
import { compareVersions, inOrder, meaningOf, PUBLISHED } from './firmware-files.js';
import { FlashPanel } from './flash-panel.js';
import { say, sayOr } from './texts.js';
import { uploadForm } from './upload-form.js';

const NOT_FOUND = 'no pic found';

const isChip = (device) => device.startsWith('pic16');

class PicPage {
  #watch;
  #panel;
  #device = '';
  #running = { kind: '', version: '' };
  #files = [];
  #busy = false;
  #wasFlashing = false;
  #chipShown = '';

  /** @param {import('./flash-watch.js').FlashWatch} watch */
  constructor(watch) {
    this.#watch = watch;
    this.#panel = new FlashPanel(watch);
    watch.onChange(() => this.#flashChanged());
    uploadForm(byId('hexUploadForm'), {
      folder: () => `/${this.#device}/`,
      problemOf: ({ name }) => (name.toLowerCase().endsWith('.hex') ? '' : say('notHex', name)),
      stored: (file) => this.#stored(file),
    });
    byId('btnLookForFirmware').addEventListener('click', () => this.#lookForNewer());
    byId('btnFlashAgain').addEventListener('click', () => this.#again());
  }

  async show() {
    try {
      const [facts, { device, interrupted, flash, files }] = await Promise.all([readDeviceInfo(), readFirmware()]);
      const fact = (name) => String(facts.find((row) => row.name === name)?.value ?? NOT_FOUND).replace(NOT_FOUND, '–');
      setText(byId('pic_device_display'), isChip(device) ? device : fact('picdeviceid'));
      setText(byId('pic_type_display'), fact('picfwtype'));
      setText(byId('pic_version_display'), fact('picfwversion'));
      if (isChip(device) || !this.#known) {
        this.#device = device;
        this.#files = inOrder(files);
      }
      this.#running = { kind: fact('picfwtype'), version: fact('picfwversion') };
      this.#watch.take(flash, interrupted);
      this.#showFiles();
    } catch (problem) {
      setText(byId('picState'), say('notFetched', problem.message));
    }
  }

  tick() {
    this.#panel.tick();
  }

  /** A chip that starts anew says nothing for a moment; it is still the same one. */
  get #known() {
    return isChip(this.#device);
  }

  #flashChanged() {
    this.#panel.show();
    if (this.#watch.running !== this.#wasFlashing || this.#watch.chip !== this.#chipShown) {
      this.#wasFlashing = this.#watch.running;
      this.#chipShown = this.#watch.chip;
      this.show();
    }
    byId('btnFlashAgain').hidden = this.#watch.running || !this.#watch.interrupted || this.#fileAgain() === undefined;
    this.#lockControls();
  }

  #fileAgain() {
    const name = this.#watch.flash?.file;
    return this.#files.find((file) => file.name === name && file.problem === null)
      ?? this.#files.find(({ problem }) => problem === null);
  }

  #again() {
    const file = this.#fileAgain();
    if (file !== undefined) {
      this.#install(file);
    }
  }

  #lockControls() {
    const locked = this.#busy || this.#watch.running;
    for (const control of document.querySelectorAll('#displayPICpage button')) {
      control.disabled = locked || control.dataset.usable === 'false'
        || (!this.#known && control.dataset.needsChip !== undefined);
    }
  }

  #showFiles() {
    byId('hexFiles').replaceChildren(...this.#files.map((file) => this.#rowOf(file)));
    byId('hexTable').hidden = this.#files.length === 0;
    setText(byId('picState'), !this.#known ? say('chipUnknown') : this.#files.length === 0 ? say('noHexFiles') : '');
    this.#lockControls();
  }

  #rowOf(file) {
    const { name, size, version, kind, problem } = file;
    const meaning = meaningOf(file, this.#running);
    const label = (word) => ({ 'aria-label': `${say(word)}: ${name}` });
    const title = element('th', { scope: 'row' }, element('bdi', {}, name));
    if (meaning === 'again') {
      title.append(' ', element('span', { class: 'badge' }, say('inChip')));
    }
    title.append(element('p', { class: 'muted' }, problem === null
      ? [sayOr(`kind.${kind}`, kind), version, say('kilobytes', Math.ceil(size / 1000))].filter(Boolean).join(' · ')
      : say('unusable', problem)));
    const install = element('button', { type: 'button', 'data-usable': String(problem === null), ...label(meaning),
      ...(meaning === 'upgrade' ? { class: 'primary' } : {}) }, say(meaning));
    install.addEventListener('click', () => this.#install(file));
    const download = element('a', { href: fileAddress(`/${this.#device}/${name}`), download: name, class: 'button',
      ...label('download') }, say('download'));
    const remove = element('button', { type: 'button', ...label('delete') }, say('delete'));
    remove.addEventListener('click', () => this.#delete(file));
    return element('tr', { id: `firmware_${name}` }, title,
      element('td', { class: 'actions' }, install, ' ', download, ' ', remove));
  }

  async #install(file) {
    const called = `${file.name} ${file.version}`.trim();
    const lines = [say('flashWarning'), say('flashPower')];
    if (meaningOf(file, this.#running) === 'downgrade') {
      lines.unshift(say('isOlder', this.#running.version));
    } else if (file.kind !== 'gateway') {
      lines.unshift(say('isNoGateway'));
    }
    const yes = meaningOf(file, this.#running);
    if (await ask({ title: say('flashAsk', called), lines, yes: say(yes), no: say('cancel') })) {
      await this.#act(() => orderFirmware('upgrade', file.name));
    }
  }

  async #delete({ name }) {
    if (await ask({ title: say('deleteAsk', name), yes: say('delete'), no: say('cancel') })) {
      await this.#act(() => orderFirmware('delete', name));
      await this.show();
    }
  }

  /** One thing at a time; what fails is said where the files stand. */
  async #act(what) {
    this.#busy = true;
    this.#lockControls();
    setText(byId('picState'), '');
    try {
      return await what();
    } catch (problem) {
      setText(byId('picState'), say('refused', problem.message));
      return undefined;
    } finally {
      this.#busy = false;
      this.#lockControls();
    }
  }

  async #stored({ name }) {
    await this.show();
    const problem = this.#files.find((file) => file.name === name)?.problem;
    return problem ? say('unusable', problem) : '';
  }

  /** The gateway asks the web site for each published file. */
  async #lookForNewer() {
    const list = byId('newerFirmware');
    list.replaceChildren(element('li', {}, say('looking')));
    await this.#act(async () => {
      const found = await Promise.all(PUBLISHED.map((name) => readLatestFirmware(name)
        .then((latest) => this.#offer(name, latest), (problem) => element('li', {}, `${name}: ${problem.message}`))));
      list.replaceChildren(...found);
    });
  }

  #offer(name, latest) {
    const held = this.#files.find((file) => file.name === name);
    if (held !== undefined && compareVersions(held.version, latest) >= 0) {
      return element('li', {}, say('isLatest', name, held.version));
    }
    const fetchIt = element('button', { type: 'button', 'aria-label': `${say('fetch')}: ${name} ${latest}` }, say('fetch'));
    const row = element('li', {}, say('newerThere', name, latest), ' ', fetchIt);
    fetchIt.addEventListener('click', async () => {
      await this.#act(() => orderFirmware('refresh', name, held?.version ?? ''));
      await this.show();
      const now = this.#files.find((file) => file.name === name)?.version;
      row.replaceChildren(now === latest ? say('fetched', name, latest) : say('fetchFailed', name));
    });
    return row;
  }
}

export function load(watch) {
  return new PicPage(watch);
}
