/** Every value the gateway knows: readings first, then flags, each in the gateway's own order. Never seen = not shown. */

import { element, setText } from '../shared/dom.js';
import { ageInWords, labelOf, numberInWords, say } from './texts.js';

export class ValueTable {
  #readings;
  #flags;
  #rows = new Map();

  /** @param {HTMLElement} readings  @param {HTMLElement} flags */
  constructor(readings, flags) {
    this.#readings = readings;
    this.#flags = flags;
  }

  /** @param {Record<string, {value: number | string, unit: string, epoch: number}>} values */
  show(values, gatewaySeconds) {
    for (const [key, { value, unit, epoch }] of Object.entries(values)) {
      const row = this.#rows.get(key) ?? this.#make(key, value);
      row.element.hidden = epoch === 0;
      setText(row.value, valueInWords(value, unit));
      row.value.classList.toggle('lit', value === 'On');
      setText(row.age, ageInWords(gatewaySeconds - epoch));
    }
  }

  #make(key, value) {
    const flag = isFlag(value);
    const age = element('small', { id: `otmon_epoch_${key}` });
    const text = element('span', flag ? { class: 'flag' } : {});
    const row = element('tr', { id: `otmon_${key}` },
      element('th', { scope: 'row' }, labelOf(key), ' ', age), element('td', {}, text));
    (flag ? this.#flags : this.#readings).append(row);
    const made = { element: row, value: text, age };
    this.#rows.set(key, made);
    return made;
  }
}

function isFlag(value) {
  return value === 'On' || value === 'Off';
}

function valueInWords(value, unit) {
  if (isFlag(value)) {
    return value === 'On' ? say('on') : say('off');
  }
  return unit === '' ? String(value) : `${numberInWords(value, 2)} ${unit}`;
}
