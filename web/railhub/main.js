/** RailHub's page: the stream of the hub, and what it feeds. */

import { byId, element, setText } from '../shared/dom.js';
import { frame, linkToBoard, showConnection } from '../shared/frame.js';
import { PlainSocket } from '../shared/plain-socket.js';
import { Router } from '../shared/router.js';
import { speech } from '../shared/speech.js';
import { GroupsView } from './groups.js';
import { newestOnly } from './hub.js';
import { OutputCard } from './output-card.js';
import { StatusView } from './status.js';
import { words } from './words.js';

const RETRY_MILLIS = 3_000;
const NOTICE_MILLIS = 8_000;

const speaking = speech(words);
const { say } = speaking;
/** @type {Map<number, OutputCard>} by pin, in the hub's order */
let cards = new Map();
let noticeTimer = 0;

function fail(problem) {
  const text = typeof problem === 'string' ? problem : say('notFetched', problem.message);
  byId('notices').replaceChildren(element('li', { class: 'notice', 'data-level': 'bad' }, text));
  clearTimeout(noticeTimer);
  noticeTimer = setTimeout(() => byId('notices').replaceChildren(), NOTICE_MILLIS);
}

const statusView = new StatusView(speaking);
const groupsView = new GroupsView(say, fail, (pin) => cards.get(pin)?.label ?? say('pin', pin));

function take(text) {
  const status = JSON.parse(text);
  const hasGroups = 'chasingGroups' in status;
  setText(byId('devName'), [status.name, status.ip].filter(Boolean).join(' · '));
  byId('groupsLink').hidden = !hasGroups;
  statusView.show(status);
  const pins = status.outputs.map(({ pin }) => pin);
  if (pins.join() !== [...cards.keys()].join()) {
    cards = new Map(status.outputs.map((output, index) => [output.pin, new OutputCard(output, index, say, fail)]));
    byId('outputs').replaceChildren(...[...cards.values()].map(({ node }) => node));
  }
  for (const output of status.outputs) {
    cards.get(output.pin).show(output);
  }
  if (hasGroups) {
    groupsView.show(status.chasingGroups, status.outputs);
  }
}

const socket = new PlainSocket({
  path: '_pi/live',
  retryMillis: RETRY_MILLIS,
  onText: take,
  onState(state) {
    showConnection(state, say);
    document.querySelector('main').classList.toggle('outdated', state === 'disconnected');
  },
});

/** One after the other, as the hub's own page does; what fails is told once. */
async function each(action) {
  const buttons = [byId('allOn'), byId('allOff')];
  buttons.forEach((button) => { button.disabled = true; });
  try {
    for (const card of cards.values()) {
      await action(card);
    }
  } catch (problem) {
    fail(problem);
  } finally {
    buttons.forEach((button) => { button.disabled = false; });
  }
}

frame(speaking);
linkToBoard(say).catch((problem) => console.info('No word about the board:', problem.message));
const master = byId('master');
const dimAll = newestOnly(async (brightness) => {
  for (const card of cards.values()) {
    await card.dim(brightness);
  }
}, fail);
master.addEventListener('input', () => {
  setText(byId('masterValue'), `${master.value} %`);
  dimAll(Number(master.value));
});
byId('allOn').addEventListener('click', () => each((card) => card.turn(true)));
byId('allOff').addEventListener('click', () => each((card) => card.turn(false)));

const still = async () => ({});
const router = new Router({
  status: { section: byId('displayStatus'), load: still },
  outputs: { section: byId('displayOutputs'), load: still },
  groups: { section: byId('displayGroups'), load: still },
});
router.start();
socket.start();
