/** The network page as a page of its own. */

import { load } from './network-page.js';

const TICK_MILLIS = 1000;

const page = load();
page.show();
setInterval(() => page.tick(), TICK_MILLIS);
