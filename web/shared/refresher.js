/**
 * Fetches something again when it is due: never two fetches at a time, none while the page is hidden.
 * It has no timer of its own: tick() is called once a second, and that is the most it fetches.
 */
export class Refresher {
  #fetch;
  #show;
  #fail;
  #due = true;
  #busy = false;

  /**
   * @param {object} parts
   * @param {() => Promise<unknown>} parts.fetch
   * @param {(fetched: any) => void} parts.show
   * @param {(problem: Error) => void} parts.fail called when a fetch failed; it stays due
   */
  constructor({ fetch, show, fail }) {
    this.#fetch = fetch;
    this.#show = show;
    this.#fail = fail;
  }

  /** What is shown may no longer be so. */
  markDue() {
    this.#due = true;
  }

  async tick() {
    if (!this.#due || this.#busy || document.hidden) {
      return;
    }
    this.#due = false;
    this.#busy = true;
    try {
      this.#show(await this.#fetch());
    } catch (problem) {
      this.#due = true;
      this.#fail(problem);
    } finally {
      this.#busy = false;
    }
  }
}
