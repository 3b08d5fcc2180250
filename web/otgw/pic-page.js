/** The gateway chip and the firmware files for it. Shows a flash that is under way; it cannot start one. */

import { readAny, readDeviceInfo } from '../shared/api.js';
import { byId, element, setText } from '../shared/dom.js';
import { say } from './texts.js';

const PROGRESS_EVERY_TICKS = 5;

class PicPage {
  #ticks = 0;

  async show() {
    try {
      const [facts, files] = await Promise.all([readDeviceInfo(), readAny('api/firmwarefilelist')]);
      const fact = (name) => String(facts.find((row) => row.name === name)?.value ?? '–');
      setText(byId('pic_device_display'), fact('picdeviceid'));
      setText(byId('pic_type_display'), fact('picfwtype'));
      setText(byId('pic_version_display'), fact('picfwversion'));
      byId('hexFiles').replaceChildren(...files.map(({ name, version, size }) =>
        element('tr', { id: `firmware_${name}` }, element('th', { scope: 'row' }, element('bdi', {}, name)),
          element('td', {}, version || '–'), element('td', {}, String(size)))));
      byId('hexTable').hidden = files.length === 0;
      setText(byId('picState'), files.length === 0 ? say('noHexFiles') : '');
    } catch (problem) {
      setText(byId('picState'), say('notFetched', problem.message));
    }
    await this.#showProgress();
  }

  tick() {
    this.#ticks += 1;
    if (this.#ticks % PROGRESS_EVERY_TICKS === 0 && !document.hidden) {
      this.#showProgress();
    }
  }

  async #showProgress() {
    try {
      const { pic_flashing: flashing, pic_progress: percent, pic_filename: file } =
        (await readAny('api/v1/flashstatus')).flashstatus;
      byId('flashProgressSection').hidden = !flashing;
      byId('flashProgressBar').value = percent;
      setText(byId('flashPercentageText'), flashing ? say('flashing', file, percent) : '');
    } catch {
      byId('flashProgressSection').hidden = true;
    }
  }
}

export function load() {
  return new PicPage();
}
