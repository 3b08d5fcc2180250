import { logFilter } from '/otgw/log-filter.js';
import { frameEntry } from '/otgw/log-line.js';
import { LogStore } from '/otgw/log-store.js';
import { LogView } from '/otgw/log-view.js';
import { check } from '/test/check.js';

const ROW_PIXELS = 20;

function entry(number) {
  const micros = String(number).padStart(6, '0');
  return frameEntry(`12:34:56.${micros} Boiler             B40193C80  25 Read-Ack        > Tboiler = ${number} °C`);
}

function painted() {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}

/** A log of this many rows in a window of 400 pixels. */
async function logOf(count, limit) {
  document.body.replaceChildren();
  const make = (tag) => document.body.appendChild(document.createElement(tag));
  const scroller = make('div');
  scroller.style.cssText = 'height: 400px; overflow: auto; overflow-anchor: none';
  const content = scroller.appendChild(document.createElement('div'));
  content.style.cssText = `line-height: ${ROW_PIXELS}px; white-space: pre`;
  const follow = make('input');
  follow.type = 'checkbox';
  const store = new LogStore(limit);
  const parts = { scroller, content, count: make('p'), follow, newest: make('button') };
  const view = new LogView(store, parts);
  const log = { ...parts, store, view, next: 0 };
  log.add = async (more) => {
    for (let added = 0; added < more; added += 1) {
      store.append(entry(log.next));
      log.next += 1;
    }
    view.refresh();
    await painted();
  };
  log.topRow = () => Math.round(scroller.scrollTop / ROW_PIXELS);
  await log.add(count);
  return log;
}

function lastText({ content }) {
  return content.querySelector('.log-row:last-child').textContent;
}

export const tests = {
  async twentyThousandRowsPutOnlyThoseInSightIntoTheDocument() {
    const log = await logOf(20_000);
    check(log.content.querySelectorAll('.log-row').length <= 60, true, 'few elements');
    check(log.scroller.scrollHeight, 20_000 * ROW_PIXELS, 'height');
    check(lastText(log), log.store.rows.at(-1).text);
  },

  async twoHundredThousandRowsScrollWithoutALongFrame() {
    const log = await logOf(200_000, 200_000);
    check(log.content.querySelectorAll('.log-row').length <= 60, true, 'few elements');
    let longest = 0;
    for (let step = 0; step < 30; step += 1) {
      log.scroller.scrollTop = (step * 7919 % 200_000) * ROW_PIXELS;
      const began = performance.now();
      await painted();
      longest = Math.max(longest, performance.now() - began);
      check(log.content.querySelectorAll('.log-row').length > 10, true, 'rows in sight');
    }
    console.log(`200,000 rows: longest frame ${Math.round(longest)} ms`);
  },

  async scrollingTakesAsManyChangesOfTheDocumentInALongLogAsInAShortOne() {
    const changesIn = async (rows) => {
      const log = await logOf(rows, rows);
      let changes = 0;
      const counter = new MutationObserver((records) => {
        changes += records.reduce((sum, { addedNodes, removedNodes }) => sum + addedNodes.length + removedNodes.length, 0);
      });
      log.scroller.scrollTop = 500 * ROW_PIXELS;
      await painted();
      counter.observe(log.content, { childList: true, subtree: true });
      for (let step = 1; step <= 20; step += 1) {
        log.scroller.scrollTop = (500 + step * 30) * ROW_PIXELS;
        await painted();
        check(log.content.querySelectorAll('.log-row').length < 60, true, 'few elements');
      }
      counter.disconnect();
      return changes;
    };
    const few = await changesIn(2_000);
    check(few > 0, true, 'it scrolled');
    check(await changesIn(200_000), few, 'changes of the document');
  },

  async theNewestRowIsFollowed() {
    const log = await logOf(100);
    await log.add(30);
    check(lastText(log), entry(129).text);
    check(log.follow.checked, true);
    check(log.newest.hidden, true);
  },

  async aLongLineThatLeavesTheSightDoesNotStopTheFollowing() {
    const log = await logOf(100);
    log.scroller.style.width = '500px';
    log.content.style.overflowX = 'visible';
    log.store.append(frameEntry(`${entry(0).text} ${'long '.repeat(60)}`));
    for (let step = 0; step < 60; step += 1) {
      await log.add(1);
      check(log.follow.checked, true, `following after ${step} rows`);
    }
    check(lastText(log), log.store.rows.at(-1).text);
  },

  async scrollingUpPausesAndTheButtonLeadsBack() {
    const log = await logOf(500);
    log.scroller.scrollTop -= 1000;
    await painted();
    check(log.follow.checked, false);
    const before = log.topRow();
    await log.add(40);
    check(log.topRow(), before, 'top row');
    check(log.newest.textContent, '40 new ↓');
    log.newest.click();
    await painted();
    check(log.follow.checked, true);
    check(lastText(log), entry(539).text);
  },

  async scrollingToTheBottomFollowsAgain() {
    const log = await logOf(500);
    log.scroller.scrollTop -= 1000;
    await painted();
    log.scroller.scrollTop = log.scroller.scrollHeight;
    await painted();
    check(log.follow.checked, true);
  },

  async rowsLetGoAboveDoNotMoveWhatIsRead() {
    const log = await logOf(1000, 1000);
    log.scroller.scrollTop -= 4000;
    await painted();
    const read = () => log.store.shown[log.topRow()].text;
    const before = read();
    await log.add(120);
    check(log.store.letGo > 0, true, 'rows were let go');
    check(read(), before);
  },

  async aRowThatStaysInSightKeepsItsElement() {
    const log = await logOf(100);
    const element = log.content.querySelector('.log-row:last-child');
    await log.add(3);
    check(element.isConnected, true);
    check(element.nextSibling.nextSibling.nextSibling, element.parentNode.lastChild);
  },

  async aFilterShowsItsRowsOnly() {
    const log = await logOf(300);
    log.store.filter(logFilter({ text: '= 29' }));
    log.view.reset();
    await painted();
    check(log.content.querySelectorAll('.log-row').length, 11);
    check(log.count.textContent, '11 of 300 lines');
  },
};
