/** Puts the page together: one live stream, one clock, and the parts of the page that they feed. */

import { openLiveSocket, readAny, readClock, readSettings, readStatus, readValues } from '../shared/api.js';
import { byId, setText } from '../shared/dom.js';
import { LiveConnection } from '../shared/live-connection.js';
import { matchesVersion } from '../shared/page-version.js';
import { Refresher } from '../shared/refresher.js';
import { Router } from '../shared/router.js';
import { commandField } from './command-field.js';
import { installConsoleHelper } from './console-helper.js';
import { FlashWatch } from './flash-watch.js';
import { GraphData } from './graph-data.js';
import { GraphPanel } from './graph-panel.js';
import { Clock, languageChoice, themeButton } from './header.js';
import { HomePage } from './home-page.js';
import { LogFeed } from './log-feed.js';
import { LogPanel } from './log-panel.js';
import { LogStore } from './log-store.js';
import { Overrides, showOverrides } from './overrides.js';
import { showOverview } from './overview.js';
import { Preferences } from './preferences.js';
import { Statistics, StatisticsView } from './statistics.js';
import { noticesOf, showFacts, showNotices } from './status-view.js';
import { say, translate } from './texts.js';
import { ValueTable } from './value-table.js';
import { ZoneClock } from './zone-clock.js';

const TICK_MILLIS = 1000;
const STATUS_EVERY_TICKS = 10;
const STATUS_EVERY_TICKS_WHILE_FLASHING = 5;
const CLOCK_EVERY_TICKS = 60;

translate(document.body);
themeButton(byId('btnTheme'));
languageChoice(byId('language'));

const preferences = new Preferences();
const store = new LogStore();
const logPanel = new LogPanel(store, preferences);
const statistics = new Statistics();
const statisticsView = new StatisticsView(statistics, byId('otStatsTable'), byId('statsCount'));
const graphData = new GraphData();
const zoneClock = new ZoneClock();
const graphPanel = new GraphPanel(graphData, preferences, zoneClock);
const overrides = new Overrides();
const table = new ValueTable(byId('readings'), byId('flags'));
const clock = new Clock();
const flashWatch = new FlashWatch();
const home = new HomePage({ log: logPanel, statistics: statisticsView, graph: graphPanel });

const feed = new LogFeed(store, [
  (entry) => logPanel.added(entry),
  (entry, atMillis) => statistics.accept(entry, atMillis),
  (entry, atMillis) => graphData.accept(entry, atMillis),
  (entry, atMillis) => overrides.accept(entry, atMillis),
], zoneClock);

let status = null;
let otherVersion = null;
let valuesFail = false;
let clockMessage = '';

const values = new Refresher({
  fetch: readValues,
  show({ values: all, gatewayMillis }) {
    valuesFail = false;
    showOverview(byId('mainPage'), all, gatewayMillis / 1000);
    table.show(all, gatewayMillis / 1000);
    byId('waiting').hidden = Object.values(all).some(({ epoch }) => epoch > 0);
    showAllNotices();
  },
  fail() {
    valuesFail = true;
    showAllNotices();
  },
});

const statusRefresher = new Refresher({
  fetch: readStatus,
  show: takeStatus,
  fail() {},
});

const clockRefresher = new Refresher({
  fetch: readClock,
  show({ dateTime, message }) {
    clock.tell(dateTime);
    clockMessage = message;
    showAllNotices();
  },
  fail() {},
});

const connection = new LiveConnection({ connect: openLiveSocket, onText: take, onState: showConnection });
const helper = installConsoleHelper({ connection, store, logPanel, graphPanel, preferences });

function take(text) {
  if (helper.verbose) {
    console.log(text);
  }
  if (!text.startsWith('{')) {
    if (feed.line(text)) {
      values.markDue();
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
  } else if (message.type === 'flash') {
    const wasRunning = flashWatch.running;
    flashWatch.hear(message);
    if (flashWatch.running !== wasRunning) {
      statusRefresher.markDue();
      showAllNotices();
    }
  }
}

function takeStatus(fresh) {
  status = fresh;
  zoneClock.useZone(fresh.timeZone);
  flashWatch.take(fresh.picFlash, fresh.picFlashInterrupted, JSON.stringify(fresh.pic));
  setText(byId('devVersion'), [fresh.version, fresh.pic.version && `PIC ${fresh.pic.version}`].filter(Boolean).join(' · '));
  showFacts(byId('gateway'), fresh);
  showAllNotices();
}

let everConnected = false;

function showConnection(state) {
  const pill = byId('wsStatus');
  const before = pill.dataset.state;
  pill.dataset.state = state;
  setText(byId('wsStatusText'), say(state));
  byId('mainPage').classList.toggle('outdated', state === 'disconnected');
  if (state === 'connected' && before === 'disconnected' && everConnected) {
    feed.note(say('connectionBack'));
    graphData.mark(Date.now(), true);
    clockRefresher.markDue();
  } else if (state === 'disconnected' && before !== 'connecting') {
    feed.note(say('connectionLost'));
    graphData.mark(Date.now(), false);
  }
  everConnected ||= state === 'connected';
  showAllNotices();
}

/** What is amiss, worst first; without a connection the gateway's own status means nothing. */
function showAllNotices() {
  const notices = [];
  if (!connection.running && everConnected) {
    notices.push({ level: 'info', text: say('isPaused') });
  } else if (connection.state === 'disconnected') {
    notices.push({ level: 'bad', text: say('isDisconnected') });
  } else {
    if (connection.state === 'stale') {
      notices.push({ level: 'warn', text: say('isStale') });
    }
    if (valuesFail) {
      notices.push({ level: 'bad', text: say('valuesFail') });
    }
    if (status !== null) {
      notices.push(...noticesOf(status, flashWatch));
    }
    // the clock's message joins all problems into one text
    const more = notices.reduce((left, { text }) => left.replace(text, ''), clockMessage).trim();
    if (more !== '') {
      notices.push({ level: 'info', text: more });
    }
  }
  if (otherVersion !== null) {
    notices.push({ level: 'warn', text: say('otherVersion', otherVersion) });
  }
  showNotices(byId('message'), notices);
}

let ticks = 0;

function tick() {
  connection.tick();
  router.tick();
  logPanel.tick();
  clock.show();
  graphPanel.tick(!byId('Graph').hidden && !document.hidden);
  if (!byId('Statistics').hidden) {
    statisticsView.show();
  }
  showOverrides(byId('overrides'), overrides.current(Date.now()));
  if (connection.state !== 'disconnected') {
    refresh();
  }
}

function refresh() {
  ticks += 1;
  if (ticks % (flashWatch.running ? STATUS_EVERY_TICKS_WHILE_FLASHING : STATUS_EVERY_TICKS) === 0) {
    statusRefresher.markDue();
  }
  if (ticks % CLOCK_EVERY_TICKS === 0) {
    clockRefresher.markDue();
  }
  if (!byId('displayMainPage').hidden) {
    values.tick();
  }
  statusRefresher.tick();
  clockRefresher.tick();
}

function wake() {
  if (!document.hidden) {
    connection.wake();
    tick();
  }
}

/** Name and address, and how the gateway says its page is to behave; without an answer the page does without. */
async function readOnce() {
  const [device, settings] = await Promise.all([readAny('api/v0/devinfo'), readSettings()]);
  const fact = (name) => device.devinfo.find((row) => row.name === name)?.value ?? '';
  setText(byId('devName'), `${fact('hostname')} (${fact('ipaddress')})`);
  document.title = `${fact('hostname')} · ${say('title')}`;
  preferences.takeDefaults(settings);
  logPanel.usePreferences();
  graphPanel.usePreferences();
}

const homeRoute = { section: byId('displayMainPage'), load: async () => home };
const pageRoute = (id, load, ...parts) => ({ section: byId(id), load: async () => (await load()).load(...parts) });
const pic = pageRoute('displayPICflash', () => import('./pic-page.js'), flashWatch);
flashWatch.onChange(() => (connection.hurried = flashWatch.running));
const router = new Router({
  home: homeRoute,
  log: homeRoute,
  statistics: homeRoute,
  graph: homeRoute,
  settings: pageRoute('displaySettingsPage', () => import('./settings-page.js')),
  pic,
  tabPICflash: pic,
  device: pageRoute('displayDeviceInfo', () => import('./device-page.js')),
  files: pageRoute('displayFiles', () => import('./files-page.js')),
  network: pageRoute('displayNetwork', () => import('../shared/network-page.js')),
  update: pageRoute('displayUpdate', () => import('./update-page.js')),
  restart: pageRoute('displayRestart', () => import('./restart-page.js')),
});

commandField(byId('command'), byId('commandText'), byId('commandResult'));

document.addEventListener('visibilitychange', wake);
document.addEventListener('resume', wake);
window.addEventListener('online', wake);
window.addEventListener('pagehide', () => connection.stop());
window.addEventListener('pageshow', () => connection.start());

router.start();
setInterval(tick, TICK_MILLIS);
connection.start();
readOnce().catch((problem) => console.info('The name of the gateway cannot be fetched:', problem.message));
