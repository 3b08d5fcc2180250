/** What the gateway puts in place of what thermostat or boiler say, as the log shows it. */

import { element } from '../shared/dom.js';
import { partsOf } from './log-line.js';
import { labelOf, say } from './texts.js';

/** Each data id comes at least this often while both sides talk. */
const FORGOTTEN_AFTER_MILLIS = 180_000;

/** Ids with a name that users know. */
const VALUES = {
  1: 'controlsetpoint', 9: 'remoteroomsetpoint', 14: 'maxrelmodlvl', 16: 'roomsetpoint', 24: 'roomtemperature',
  27: 'outsidetemperature', 56: 'dhwsetpoint', 57: 'maxchwatersetpoint',
};

/** @typedef {{id: number, side: 'T' | 'B', label: string, said: string, instead: string}} Override */

export class Overrides {
  #found = new Map();
  #overridden = null;

  /** @param {import('./log-line.js').LogEntry} entry */
  accept(entry, atMillis) {
    const frame = partsOf(entry);
    if (frame === null) {
      return;
    }
    const { origin, id, flag, label } = frame;
    const value = frame.value.replace(/\s*<ignored>\s*$/, '');
    if ((origin === 'T' || origin === 'B') && flag === '-') {
      this.#overridden = { id, side: origin, said: value };
    } else if (origin === 'R' || origin === 'A') {
      const before = this.#overridden;
      if (before?.id === id && before.side === (origin === 'R' ? 'T' : 'B') && before.said !== value) {
        this.#found.set(before.side + id, { ...before, label, instead: value, atMillis });
      }
      this.#overridden = null;
    } else {
      this.#found.delete(origin + id);
    }
  }

  /** Those of the last minutes. @returns {Override[]} */
  current(nowMillis) {
    return [...this.#found.values()].filter(({ atMillis }) => nowMillis - atMillis < FORGOTTEN_AFTER_MILLIS);
  }
}

/** @param {HTMLUListElement} list  @param {Override[]} overrides */
export function showOverrides(list, overrides) {
  const lines = overrides.map(({ id, side, label, said, instead }) =>
    say(side === 'T' ? 'overriddenRequest' : 'overriddenAnswer', VALUES[id] ? labelOf(VALUES[id]) : label,
      said || '–', instead || '–'));
  const content = JSON.stringify(lines);
  if (list.dataset.content !== content) {
    list.dataset.content = content;
    list.replaceChildren(...lines.map((line) => element('li', {}, line)));
    list.hidden = lines.length === 0;
  }
}
