/** The network page as a page of its own. */

import { byId, setText } from './dom.js';
import { load } from './network-page.js';
import { say } from './network-words.js';

const TICK_MILLIS = 1000;

setText(byId('networkBack'), say('system'));
const page = load();
page.show();
setInterval(() => page.tick(), TICK_MILLIS);
