/** Times as the gateway shows them: in the zone of its settings, which may be another one than the browser's. */

export class ZoneClock {
  /** The browser's own until the gateway has told its zone. */
  #zone = undefined;

  /**
   * @param {string} zone as in the tz database; one that the browser does not know changes nothing
   * @returns {boolean} whether times look different now
   */
  useZone(zone) {
    if (zone === this.#zone) {
      return false;
    }
    try {
      new Intl.DateTimeFormat('en', { timeZone: zone });
    } catch {
      return false;
    }
    this.#zone = zone;
    return true;
  }

  /** The gateway's zone, undefined until it has told it. */
  get zone() {
    return this.#zone;
  }

  /** Hours and minutes. */
  minutes(date) {
    return this.#write(date, { hour: '2-digit', minute: '2-digit' });
  }

  /** The form of the log's time column, to microseconds. */
  column(date) {
    const seconds = this.#write(date, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
    return `${seconds}.${String(date.getMilliseconds()).padStart(3, '0')}000`;
  }

  #write(date, fields) {
    return date.toLocaleTimeString('en-GB', { ...fields, hourCycle: 'h23', timeZone: this.#zone });
  }
}
