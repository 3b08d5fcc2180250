/**
 * Shows a LogStore: only the rows in sight are in the document. Rows that stay in sight keep their elements, so that
 * a selection lives on. The view follows the newest row until the user scrolls up, and again from the bottom on.
 */

import { element, setText } from '../shared/dom.js';
import { columnsOf, isIgnored, originOf } from './log-line.js';
import { say } from './texts.js';

const ROWS_BEYOND_SIGHT = 10;
const BOTTOM_SLACK_PIXELS = 8;

export class LogView {
  #store;
  #parts;
  #rowsElement = element('div', { class: 'log-rows' });
  #elements = new Map();
  #following = true;
  #lastScrollTop = 0;
  #letGoSeen = 0;
  #shownWhenLeft = 0;
  #due = false;
  #width = 0;
  #widestRow = 0;

  /**
   * @param {import('./log-store.js').LogStore} store
   * @param {{scroller: HTMLElement, content: HTMLElement, count: HTMLElement, follow: HTMLInputElement,
   *   newest: HTMLButtonElement}} parts
   */
  constructor(store, parts) {
    this.#store = store;
    this.#parts = parts;
    parts.content.append(this.#rowsElement);
    parts.scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    parts.follow.addEventListener('change', () => this.#follow(parts.follow.checked));
    parts.newest.addEventListener('click', () => {
      this.#follow(true);
      parts.scroller.focus({ preventScroll: true });
    });
    new ResizeObserver(() => this.#resized()).observe(parts.scroller);
  }

  /** Shows what the store now holds, once, before the next paint. */
  refresh() {
    if (!this.#due) {
      this.#due = true;
      requestAnimationFrame(() => {
        this.#due = false;
        this.#render();
      });
    }
  }

  /** To be called after the filter changed or the store was cleared: positions from before mean nothing. */
  reset() {
    this.#letGoSeen = this.#store.letGo;
    this.#shownWhenLeft = this.#store.shown.length;
    this.#widestRow = 0;
    this.refresh();
  }

  get following() {
    return this.#following;
  }

  /** Whether the view goes along with the newest row. */
  set following(following) {
    this.#follow(following);
  }

  #follow(following) {
    this.#following = following;
    this.#shownWhenLeft = this.#store.shown.length + this.#store.letGo;
    this.refresh();
  }

  #resized() {
    const width = this.#parts.scroller.clientWidth;
    if (width !== this.#width) {
      this.#width = width;
      this.#widestRow = 0;
    }
    this.refresh();
  }

  #scrolled() {
    this.#pauseIfScrolledUp();
    if (!this.#following && this.#isAtBottom()) {
      this.#follow(true);
    }
    this.#lastScrollTop = this.#parts.scroller.scrollTop;
    this.refresh();
  }

  #pauseIfScrolledUp() {
    if (this.#following && this.#parts.scroller.scrollTop < this.#lastScrollTop && !this.#isAtBottom()) {
      this.#follow(false);
    }
  }

  #isAtBottom() {
    const { scroller } = this.#parts;
    return scroller.scrollHeight - scroller.clientHeight - scroller.scrollTop <= BOTTOM_SLACK_PIXELS;
  }

  #render() {
    const { scroller, content, count, follow, newest } = this.#parts;
    const { shown, letGo, rows } = this.#store;
    this.#pauseIfScrolledUp();
    const rowHeight = parseFloat(getComputedStyle(content).lineHeight);

    content.style.height = `${shown.length * rowHeight}px`;
    if (this.#following) {
      scroller.scrollTop = scroller.scrollHeight;
    } else if (letGo !== this.#letGoSeen) {
      scroller.scrollTop -= (letGo - this.#letGoSeen) * rowHeight;
    }
    this.#letGoSeen = letGo;
    const top = scroller.scrollTop;

    const inSight = Math.ceil(scroller.clientHeight / rowHeight);
    const first = Math.max(0, Math.floor(scroller.scrollTop / rowHeight) - ROWS_BEYOND_SIGHT);
    const last = Math.min(shown.length, first + inSight + 2 * ROWS_BEYOND_SIGHT);
    this.#rowsElement.style.transform = `translateY(${first * rowHeight}px)`;
    this.#place(shown.slice(first, last));
    this.#keepWidth();
    scroller.scrollTop = this.#following ? scroller.scrollHeight : top;
    this.#lastScrollTop = scroller.scrollTop;

    follow.checked = this.#following;
    newest.hidden = this.#following;
    const fresh = Math.max(0, shown.length + letGo - this.#shownWhenLeft);
    setText(newest, fresh === 0 ? say('newest') : say('newer', fresh));
    setText(count, shown.length === rows.length ? say('lines', rows.length) : say('linesOf', shown.length, rows.length));
  }

  /**
   * The widest row so far sets the width, so that the sideways scroll bar does not come and go with each long line.
   * Measuring lets the bar vanish for a moment, which moves a view that stands at the bottom: the caller puts it back.
   */
  #keepWidth() {
    this.#rowsElement.style.minWidth = '';
    this.#widestRow = Math.max(this.#widestRow, this.#rowsElement.offsetWidth);
    this.#rowsElement.style.minWidth = `${this.#widestRow}px`;
  }

  /** Makes the document hold exactly these rows in this order, with as few changes as possible. */
  #place(entries) {
    const wanted = new Set(entries);
    for (const [entry, row] of this.#elements) {
      if (!wanted.has(entry)) {
        row.remove();
        this.#elements.delete(entry);
      }
    }
    let next = this.#rowsElement.firstChild;
    for (const entry of entries) {
      let row = this.#elements.get(entry);
      if (row === undefined) {
        row = rowOf(entry);
        this.#elements.set(entry, row);
      }
      if (row === next) {
        next = next.nextSibling;
      } else {
        this.#rowsElement.insertBefore(row, next);
      }
    }
  }
}

function rowOf(entry) {
  const row = element('div', { class: 'log-row', 'data-kind': entry.kind, 'data-origin': originOf(entry) });
  row.classList.toggle('ignored', isIgnored(entry));
  for (const [name, text] of Object.entries(columnsOf(entry))) {
    row.append(element('span', { class: `log-${name}` }, text));
  }
  return row;
}
