/** The two systems on the card: which version stands in each, whether it starts, and a click to start the other one. */

import { post, read } from '../shared/device.js';
import { byId, element, setText } from '../shared/dom.js';

export class SlotsView {
  #speaking;
  #restarting;

  /** @param {(act: () => Promise<unknown>) => void} restarting does what restarts the device, and waits for it */
  constructor(speaking, restarting) {
    this.#speaking = speaking;
    this.#restarting = restarting;
  }

  async show() {
    const { slots, last } = await read('slots');
    byId('slotRows').replaceChildren(...slots.map((slot) => this.#row(slot)));
    const key = { updated: 'slotsUpdated', rolled_back: 'slotsRolledBack', broken_off: 'slotsBrokenOff' }[last.result];
    setText(byId('lastUpdate'), key === undefined ? '' : this.#speaking.say(key, last.from, last.to, last.reason).trim());
  }

  #row(slot) {
    const say = (key, ...parts) => this.#speaking.say(key, ...parts);
    const action = element('td', {});
    if (slot.booted) {
      action.append(element('b', {}, say('slotRuns')));
    } else if (slot.state !== 'empty' && slot.version !== '') {
      const start = element('button', { type: 'button', id: `boot${slot.name}` }, say('slotStart'));
      start.addEventListener('click', () => {
        if (slot.state !== 'bad' || confirm(say('slotStartBad', slot.version))) {
          this.#restarting(() => post('slots', { boot: slot.name }));
        }
      });
      action.append(start);
    }
    return element('tr', {}, element('th', { scope: 'row' }, slot.name), element('td', {}, slot.version || '–'),
      element('td', {}, say(`slot-${slot.state}`)), action);
  }
}
