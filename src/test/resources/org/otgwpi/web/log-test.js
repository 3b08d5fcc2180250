import { History } from '/otgw/history.js';
import { LogFeed } from '/otgw/log-feed.js';
import { columnsOf, eventEntry, frameEntry, isIgnored, originOf, timeColumn } from '/otgw/log-line.js';
import { LogStore } from '/otgw/log-store.js';
import { check } from '/test/check.js';

const ACCEPTED = '12:34:56.789012 Boiler             B40193C80  25 Read-Ack        > Tboiler = 60.50 °C\r\n';
const IGNORED = '12:34:56.789012 Thermostat         T10014500   1 Write-Data      - TSet = 69.00 °C <ignored> \r\n';

function frame(number) {
  return ACCEPTED.replace('789012', String(number).padStart(6, '0'));
}

function storeOf(count, limit) {
  const store = new LogStore(limit);
  for (let number = 0; number < count; number += 1) {
    store.append(frameEntry(frame(number)));
  }
  return store;
}

export const tests = {
  aLineFallsIntoItsColumnsAndTheyMakeTheLineAgain() {
    const entry = frameEntry(ACCEPTED);
    const columns = columnsOf(entry);
    check(columns.source.trim(), 'Boiler');
    check(columns.raw, 'B40193C80 ');
    check(columns.id, ' 25 ');
    check(columns.type.trim(), 'Read-Ack');
    check(columns.flag, '> ');
    check(columns.payload, 'Tboiler = 60.50 °C');
    check(Object.values(columns).join(''), ACCEPTED.trimEnd());
    check(originOf(entry), 'B');
  },

  overriddenAndBrokenFramesAreIgnoredOnes() {
    check(isIgnored(frameEntry(ACCEPTED)), false);
    check(isIgnored(frameEntry(IGNORED)), true);
    check(isIgnored(frameEntry(IGNORED.replace('- TSet', 'P TSet'))), true);
  },

  lineBreaksInsideAPayloadStayOneRow() {
    const { text } = frameEntry(ACCEPTED.replace('60.50 °C', '1 / 0 \r\nCommand = remote command [x]'));
    check(columnsOf({ kind: 'frame', text }).payload, 'Tboiler = 1 / 0 ⏎ Command = remote command [x]');
  },

  whatIsNoLogLineIsNotTaken() {
    check(frameEntry(''), null);
    check(frameEntry('12:34:56.789012 short\r\n'), null);
    check(frameEntry('x'.repeat(100)), null);
  },

  eventsStandInTheColumnsOfFrames() {
    const { source, payload } = columnsOf(eventEntry('12:34:56.789012', 'command', 'TT=21.5\r\nx'));
    check(source, 'command'.padEnd(19));
    check(payload, 'TT=21.5 ⏎ x');
  },

  theBrowsersTimeHasTheFormOfTheLog() {
    check(timeColumn(new Date(2026, 1, 3, 4, 5, 6, 7)), '04:05:06.007000');
  },

  theStoreKeepsToItsLimitAndLetsTheOldestGo() {
    const store = storeOf(1001, 1000);
    check(store.rows.length, 951);
    check(store.letGo, 50);
    check(store.rows.at(-1).text, frame(1000).trimEnd());
  },

  theFilterKnowsNoCaseAndSkipsTheTime() {
    const store = storeOf(10);
    store.append(frameEntry(IGNORED));
    store.filter(' TSET ');
    check(store.shown.length, 1);
    store.filter('12:34');
    check(store.shown.length, 0);
    store.filter('');
    check(store.shown.length, 11);
  },

  filteredRowsGrowAndGoWithAllRows() {
    const store = new LogStore(100);
    store.filter('tset');
    for (let number = 0; number <= 100; number += 1) {
      store.append(frameEntry(number % 2 === 0 ? frame(number) : IGNORED));
    }
    check(store.rows.length, 96);
    check(store.shown.length, 48);
    check(store.letGo, 2);
  },

  clearLeavesNothing() {
    const store = storeOf(10);
    store.clear();
    store.append(frameEntry(ACCEPTED));
    check([store.rows.length, store.shown.length], [1, 1]);
  },

  aSnapshotAfterAReconnectAddsOnlyWhatIsNew() {
    const store = new LogStore();
    const feed = new LogFeed(store);
    feed.snapshot([1, 2, 3].map((number) => frame(number).trimEnd()));
    feed.line(frame(4));
    feed.snapshot([2, 3, 4, 5, 6].map((number) => frame(number).trimEnd()));
    check(store.rows.map(({ text }) => text), [1, 2, 3, 4, 5, 6].map((number) => frame(number).trimEnd()));
  },

  aSnapshotThatDoesNotReachBackSaysThatLinesMayBeMissing() {
    const store = new LogStore();
    const feed = new LogFeed(store);
    feed.line(frame(1));
    feed.snapshot([7, 8].map((number) => frame(number).trimEnd()));
    check(store.rows.map(({ kind }) => kind), ['frame', 'connection', 'frame', 'frame']);
  },

  arrowKeysWalkThroughEarlierCommandsAndBackToTheDraft() {
    const history = new History();
    check(history.older('draft'), null);
    history.add('PR=A');
    history.add('TT=21.5');
    history.add('TT=21.5');
    check(history.older('draft'), 'TT=21.5');
    check(history.older(''), 'PR=A');
    check(history.older(''), null);
    check(history.newer(), 'TT=21.5');
    check(history.newer(), 'draft');
    check(history.newer(), null);
  },
};
