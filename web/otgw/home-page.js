/** The home page's three tabs: log, statistics, graph. */

import { byId } from '../shared/dom.js';

const TABS = ['log', 'statistics', 'graph'];
const PANELS = { log: 'Log', statistics: 'Statistics', graph: 'Graph' };

export class HomePage {
  #shown;
  #parts;

  /** @param {Record<string, {show?: () => void}>} parts what is told when its tab comes into sight */
  constructor(parts) {
    this.#parts = parts;
    for (const name of TABS) {
      const tab = this.#tab(name);
      tab.addEventListener('click', () => this.#choose(name));
      tab.addEventListener('keydown', (event) => this.#moved(event, name));
    }
    this.#choose('log');
  }

  /** The tab in sight. */
  get tab() {
    return this.#shown;
  }

  /** @param {string} route a tab, or home for whichever was in sight before */
  show(route) {
    this.#choose(TABS.includes(route) ? route : this.#shown);
  }

  #tab(name) {
    return byId(`tab-${name}`);
  }

  #choose(name) {
    this.#shown = name;
    for (const other of TABS) {
      const chosen = other === name;
      this.#tab(other).setAttribute('aria-selected', String(chosen));
      this.#tab(other).tabIndex = chosen ? 0 : -1;
      byId(PANELS[other]).hidden = !chosen;
    }
    this.#parts[name].show?.();
  }

  #moved(event, name) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step !== undefined) {
      const next = TABS[(TABS.indexOf(name) + step + TABS.length) % TABS.length];
      this.#choose(next);
      this.#tab(next).focus();
      event.preventDefault();
    }
  }
}
