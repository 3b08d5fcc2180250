/** The page that all personalities have in common. */

import { read } from '../shared/device.js';
import { byId, element } from '../shared/dom.js';
import { frame } from '../shared/frame.js';
import { Router } from '../shared/router.js';
import { speech } from '../shared/speech.js';
import { BoardView } from './board.js';
import { PersonalityView } from './personality.js';
import { SettingsView } from './settings.js';
import { settingWords } from './setting-words.js';
import { UpdateView } from './update.js';
import { words } from './words.js';

const TICK_MILLIS = 1000;

const speaking = speech({ ...words, ...settingWords });
frame(speaking);

const notices = {
  show(problem) {
    byId('notices').replaceChildren(element('li', { class: 'notice', 'data-level': 'bad' },
      speaking.say('notFetched', problem.message)));
  },
  /** @param {string[]} sentences what the device itself says is amiss */
  list(sentences = []) {
    byId('notices').replaceChildren(...sentences.map((sentence) =>
      element('li', { class: 'notice', 'data-level': 'warn' }, sentence)));
  },
  clear() {
    byId('notices').replaceChildren();
  },
};

/** The page stands at /_pi/, and at the addresses whose data it shows. */
if (location.hash === '' && location.pathname.endsWith('/board')) {
  location.replace('#board');
}

const router = new Router({
  personality: { section: byId('displayPersonality'), load: async () => new PersonalityView(speaking, read, notices) },
  settings: { section: byId('displaySettings'), load: async () => new SettingsView(speaking, notices) },
  update: { section: byId('displayUpdate'), load: async () => new UpdateView(speaking) },
  board: { section: byId('displayBoard'), load: async () => new BoardView(speaking, read, notices) },
});
router.start();
setInterval(() => router.tick(), TICK_MILLIS);
