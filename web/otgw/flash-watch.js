/**
 * How writing the gateway chip stands, as the gateway last told it: by the live stream at each change, by its status in
 * between. Whoever shows it is told of each change.
 *
 * @typedef {object} Flash
 * @property {boolean} flashing
 * @property {number} percent 0..100; -1 after a failure
 * @property {string} file of the current or last flash; empty before the first
 * @property {string} result empty while it runs, then a sentence, also after success
 * @property {string | null} step
 * @property {string} advice empty if there is nothing to do
 * @property {number} secondsLeft when it was told; -1 if not known
 */
export class FlashWatch {
  #listeners = [];
  #nowMillis;
  #toldAt = 0;
  /** @type {Flash | null} */
  flash = null;
  /** Whether the program in the chip is incomplete: a flash has begun and not come to a good end. */
  interrupted = false;
  /** What runs in the chip, in any words: another text means that it is another. */
  chip = '';

  /** @param {() => number} [nowMillis] */
  constructor(nowMillis = Date.now) {
    this.#nowMillis = nowMillis;
  }

  get running() {
    return this.flash?.flashing ?? false;
  }

  /** What the status or the library's page tells; a gateway that says nothing of it has nothing to tell. */
  take(flash, interrupted, chip = this.chip) {
    if (flash !== undefined) {
      this.interrupted = interrupted;
      this.chip = chip;
      this.#accept(flash);
    }
  }

  /** What the live stream tells. */
  hear(flash) {
    this.interrupted &&= flash.flashing || flash.percent < 0;
    this.#accept(flash);
  }

  /** Seconds left by now, null if that is not known. */
  get secondsLeft() {
    if (!this.running || this.flash.secondsLeft < 0) {
      return null;
    }
    return Math.max(0, this.flash.secondsLeft - Math.floor((this.#nowMillis() - this.#toldAt) / 1000));
  }

  /** @param {() => void} listener called after each change */
  onChange(listener) {
    this.#listeners.push(listener);
  }

  #accept(flash) {
    const { secondsLeft, step, percent } = this.flash ?? {};
    if (flash.secondsLeft !== secondsLeft || flash.step !== step || flash.percent !== percent) {
      this.#toldAt = this.#nowMillis();
    }
    this.flash = flash;
    for (const listener of this.#listeners) {
      listener();
    }
  }
}
