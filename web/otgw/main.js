/** Puts the home page together: one live stream, one clock, and the parts of the page that they feed. */

import { openLiveSocket, readStatus, readValues } from '../shared/api.js';
import { byId, setText } from '../shared/dom.js';
import { LiveConnection } from '../shared/live-connection.js';
import { matchesVersion } from '../shared/page-version.js';
import { Refresher } from '../shared/refresher.js';
import { commandField } from './command-field.js';
import { LogFeed } from './log-feed.js';
import { LogStore } from './log-store.js';
import { LogView } from './log-view.js';
import { showOverview } from './overview.js';
import { noticesOf, showFacts, showNotices } from './status-view.js';
import { connectionWords, texts } from './texts.js';
import { ValueTable } from './value-table.js';

const TICK_MILLIS = 1000;
const STATUS_EVERY_TICKS = 10;

const store = new LogStore();
const feed = new LogFeed(store);
const logView = new LogView(store, {
  scroller: byId('otLogContainer'),
  content: byId('otLogContent'),
  count: byId('logCount'),
  follow: byId('chkAutoScroll'),
  newest: byId('btnNewest'),
});
const table = new ValueTable(byId('readings'), byId('flags'));

let status = null;
let otherVersion = null;
let valuesFail = false;

const values = new Refresher({
  fetch: readValues,
  show({ values: all, gatewayMillis }) {
    valuesFail = false;
    showOverview(byId('mainPage'), all, gatewayMillis / 1000);
    table.show(all, gatewayMillis / 1000);
    byId('waiting').hidden = Object.values(all).some(({ epoch }) => epoch > 0);
    say();
  },
  fail() {
    valuesFail = true;
    say();
  },
});

const statusRefresher = new Refresher({
  fetch: readStatus,
  show: takeStatus,
  fail() {},
});

const connection = new LiveConnection({ connect: openLiveSocket, onText: take, onState: showConnection });

function take(text) {
  if (!text.startsWith('{')) {
    if (feed.line(text)) {
      values.markDue();
      logView.refresh();
    }
    return;
  }
  const message = JSON.parse(text);
  if (message.type === 'snapshot') {
    otherVersion = matchesVersion(message.version) ? null : message.version;
    feed.snapshot(message.lines);
    values.markDue();
    values.tick();
    takeStatus(message.status);
  } else if (message.type === 'event') {
    feed.event(message);
    statusRefresher.markDue();
  }
  logView.refresh();
}

function takeStatus(fresh) {
  status = fresh;
  setText(byId('devVersion'), [fresh.version, fresh.pic.version && `PIC ${fresh.pic.version}`].filter(Boolean).join(' · '));
  showFacts(byId('gateway'), fresh);
  say();
}

let everConnected = false;

function showConnection(state) {
  const pill = byId('wsStatus');
  const before = pill.dataset.state;
  pill.dataset.state = state;
  setText(byId('wsStatusText'), connectionWords[state]);
  byId('mainPage').classList.toggle('outdated', state === 'disconnected');
  if (state === 'connected' && before === 'disconnected' && everConnected) {
    feed.note(texts.connectionBack);
  } else if (state === 'disconnected' && before !== 'connecting') {
    feed.note(texts.connectionLost);
  }
  everConnected ||= state === 'connected';
  logView.refresh();
  say();
}

/** What is amiss, worst first; without a connection the gateway's own status means nothing. */
function say() {
  const notices = [];
  if (connection.state === 'disconnected') {
    notices.push({ level: 'bad', text: texts.disconnected });
  } else {
    if (connection.state === 'stale') {
      notices.push({ level: 'warn', text: texts.stale });
    }
    if (valuesFail) {
      notices.push({ level: 'bad', text: texts.valuesFail });
    }
    if (status !== null) {
      notices.push(...noticesOf(status));
    }
  }
  if (otherVersion !== null) {
    notices.push({ level: 'warn', text: texts.otherVersion(otherVersion) });
  }
  showNotices(byId('message'), notices);
}

let ticks = 0;

function tick() {
  connection.tick();
  if (connection.state === 'disconnected') {
    return;
  }
  values.tick();
  ticks += 1;
  if (ticks % STATUS_EVERY_TICKS === 0) {
    statusRefresher.markDue();
  }
  statusRefresher.tick();
}

function wake() {
  if (!document.hidden) {
    connection.wake();
    tick();
  }
}

commandField(byId('command'), byId('commandText'), byId('commandResult'));

byId('searchLog').addEventListener('input', (event) => {
  store.filter(event.target.value);
  logView.reset();
});
byId('btnClearLog').addEventListener('click', () => {
  store.clear();
  logView.reset();
});

document.addEventListener('visibilitychange', wake);
window.addEventListener('online', wake);
window.addEventListener('pagehide', () => connection.stop());
window.addEventListener('pageshow', () => connection.start());

setInterval(tick, TICK_MILLIS);
connection.start();
