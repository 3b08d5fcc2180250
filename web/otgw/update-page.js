/** Update: which version runs, and what can be kept of it. */

import { readStatus } from '../shared/api.js';
import { byId, setText } from '../shared/dom.js';
import { say } from './texts.js';

async function show() {
  try {
    setText(byId('runningVersion'), (await readStatus()).version);
  } catch (problem) {
    setText(byId('runningVersion'), say('notFetched', problem.message));
  }
}

export function load() {
  return { show };
}
