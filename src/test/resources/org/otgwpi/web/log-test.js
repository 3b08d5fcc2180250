import { History } from '/otgw/history.js';
import { logFilter, readIds } from '/otgw/log-filter.js';
import { LogFeed } from '/otgw/log-feed.js';
import { columnsOf, eventEntry, frameEntry, isIgnored, millisBetween, originOf, partsOf } from '/otgw/log-line.js';
import { LogStore } from '/otgw/log-store.js';
import { ZoneClock } from '/otgw/zone-clock.js';
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

  untilTheGatewaysZoneIsKnownTheBrowsersIsTaken() {
    check(new ZoneClock().column(new Date(2026, 1, 3, 4, 5, 6, 7)), '04:05:06.007000');
  },

  timesOfThePageAreInTheGatewaysZone() {
    const clock = new ZoneClock();
    check(clock.useZone('Asia/Kolkata'), true);
    check(clock.useZone('Nowhere/Atall'), false);
    check(clock.column(new Date('2026-02-03T20:05:06.007Z')), '01:35:06.007000');
    check(clock.minutes(new Date('2026-02-03T18:35:00Z')), '00:05');
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
    store.filter(logFilter({ text: ' TSET ' }));
    check(store.shown.length, 1);
    store.filter(logFilter({ text: '12:34' }));
    check(store.shown.length, 0);
    store.filter(logFilter({}));
    check(store.shown.length, 11);
  },

  filteredRowsGrowAndGoWithAllRows() {
    const store = new LogStore(100);
    store.filter(logFilter({ text: 'tset' }));
    for (let number = 0; number <= 100; number += 1) {
      store.append(frameEntry(number % 2 === 0 ? frame(number) : IGNORED));
    }
    check(store.rows.length, 96);
    check(store.shown.length, 48);
    check(store.letGo, 2);
  },

  filtersByOriginIdAndFlagGoTogether() {
    const store = storeOf(3);
    store.append(frameEntry(IGNORED));
    store.append(eventEntry('12:34:56.789012', 'command', 'TT=21.5'));
    const shown = (asked) => {
      store.filter(logFilter(asked));
      return store.shown.length;
    };
    check(shown({ hidden: new Set(['B']) }), 2);
    check(shown({ hidden: new Set(['#']) }), 4);
    check(shown({ ids: readIds('0-3') }), 1);
    check(shown({ flag: '>' }), 3);
    check(shown({ flag: '-', text: 'tset', ids: readIds('1, 25') }), 1);
    check(logFilter({}), null);
  },

  dataIdsAreReadAsPeopleWriteThem() {
    check([...readIds(' 0, 17;25-27 ')], [0, 17, 25, 26, 27]);
    check(readIds(''), null);
    check([readIds('x'), readIds('256'), readIds('9-3'), readIds('1,,2')].map(String),
      ['undefined', 'undefined', 'undefined', String(readIds('1,,2'))]);
  },

  rowsWaitWhileThePauseLastsAndThenComeInOrder() {
    const store = storeOf(2);
    store.pause();
    store.append(frameEntry(frame(2)));
    store.append(frameEntry(frame(3)));
    check([store.rows.length, store.waiting], [2, 2]);
    store.goOn();
    check([store.rows.length, store.waiting], [4, null]);
    check(store.rows.at(-1).text, frame(3).trimEnd());
  },

  aSmallerLimitLetsTheOldestGoAtOnce() {
    const store = storeOf(100);
    store.limit = 40;
    check(store.rows.length, 40);
    check(store.rows[0].text, frame(60).trimEnd());
  },

  aFrameSaysWhatItHolds() {
    const { origin, raw, type, id, direction, flag, label, value } = partsOf(frameEntry(ACCEPTED));
    check([origin, raw, type, id, direction, flag, label, value],
      ['B', 'B40193C80', 4, 25, 'Read-Ack', '>', 'Tboiler', '60.50 °C']);
    check(partsOf(eventEntry('12:34:56.789012', 'command', 'x')), null);
  },

  timeBetweenLinesKnowsMidnight() {
    const at = (time) => ({ text: `${time} x` });
    check(millisBetween(at('23:59:59.500000'), at('00:00:00.250000')), 750);
    check(millisBetween(at('01:00:00.000000'), at('01:00:01.000000')), 1000);
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
