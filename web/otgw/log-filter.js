/** Which rows of the log are shown: by text, by who sent them, by data id and by flag. */

import { originOf, partsOf } from './log-line.js';

const TIME_WIDTH = 16;

/**
 * @param {{text?: string, hidden?: Set<string>, ids?: Set<number> | null, flag?: string | null}} asked hidden holds
 *   letters of origins, and # for events; no ids and no flag mean any
 * @returns {((entry: import('./log-line.js').LogEntry) => boolean) | null} null if every row passes
 */
export function logFilter({ text = '', hidden = new Set(), ids = null, flag = null }) {
  const needle = text.trim().toLowerCase();
  const tests = [];
  if (hidden.size > 0) {
    tests.push((entry) => !hidden.has(originOf(entry) || '#'));
  }
  if (ids !== null) {
    tests.push((entry) => ids.has(partsOf(entry)?.id));
  }
  if (flag !== null) {
    tests.push((entry) => partsOf(entry)?.flag === flag);
  }
  if (needle !== '') {
    tests.push((entry) => entry.text.slice(TIME_WIDTH).toLowerCase().includes(needle));
  }
  return tests.length === 0 ? null : (entry) => tests.every((passes) => passes(entry));
}

/**
 * Reads data ids as people write them: 0, 17, 25-28.
 * @returns {Set<number> | null | undefined} null for an empty text, undefined for one that cannot be read
 */
export function readIds(text) {
  if (text.trim() === '') {
    return null;
  }
  const ids = new Set();
  for (const part of text.trim().split(/[\s,;]+/)) {
    const found = /^(\d{1,3})(?:-(\d{1,3}))?$/.exec(part);
    const [first, last] = [Number(found?.[1]), Number(found?.[2] ?? found?.[1])];
    if (found === null || last > 255 || first > last) {
      return undefined;
    }
    for (let id = first; id <= last; id += 1) {
      ids.add(id);
    }
  }
  return ids;
}
