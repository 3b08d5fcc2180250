/** Debug information: every fact the device tells of itself. */

import { readDeviceInfo } from '../shared/api.js';
import { byId, element, setText } from '../shared/dom.js';
import { factLabelOf, say } from './texts.js';

async function show() {
  const state = byId('deviceState');
  setText(state, say('loading'));
  try {
    const facts = await readDeviceInfo();
    byId('deviceinfoPage').replaceChildren(...facts.map(({ name, value }) =>
      element('div', { id: `devinfo_${name}` },
        element('dt', {}, factLabelOf(name)), element('dd', {}, element('bdi', {}, String(value))))));
    setText(state, '');
  } catch (problem) {
    setText(state, say('notFetched', problem.message));
  }
}

export function load() {
  return { show };
}
