/**
 * Shows one page at a time, named by the part of the address behind #. A page is loaded when it is first shown and
 * kept from then on, with whatever was typed into it.
 *
 * @typedef {object} Page
 * @property {(route: string) => void} [show] called each time it comes into sight
 * @property {() => void} [tick] called once a second while it is in sight
 */

export class Router {
  #routes;
  #loaded = new Map();
  #current = null;

  /**
   * @param {Record<string, {section: HTMLElement, load: () => Promise<Page>}>} routes the first one is where an
   *   address leads that names none of them
   */
  constructor(routes) {
    this.#routes = routes;
  }

  start() {
    addEventListener('hashchange', () => this.#go());
    this.#go();
  }

  tick() {
    this.#current?.tick?.();
  }

  async #go() {
    const names = Object.keys(this.#routes);
    const asked = location.hash.slice(1) || location.pathname.replace(/.*\//, '');
    const name = names.includes(asked) ? asked : names[0];
    const { section, load } = this.#routes[name];
    for (const other of Object.values(this.#routes)) {
      other.section.hidden = other.section !== section;
    }
    for (const link of document.querySelectorAll('nav a[data-route]')) {
      const here = this.#routes[link.dataset.route].section === section;
      link.toggleAttribute('aria-current', here);
      if (here) {
        link.setAttribute('aria-current', 'page');
      }
    }
    if (!this.#loaded.has(section)) {
      this.#loaded.set(section, load());
    }
    const page = await this.#loaded.get(section);
    if (!section.hidden) {
      this.#current = page;
      page.show?.(name);
    }
  }
}
