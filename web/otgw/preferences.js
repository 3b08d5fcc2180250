/**
 * How the user likes the log and the graph. Kept in the browser; until something is kept there, the gateway's ui_
 * settings count.
 */

import { keep, readKept } from '../shared/kept.js';

const KEY = 'otgw_log_prefs';

/** What each preference is called, and its setting on the gateway. */
const SETTINGS = {
  autoScroll: 'ui_autoscroll',
  showTimestamps: 'ui_timestamps',
  captureMode: 'ui_capture',
  autoDownloadLog: 'ui_autodownloadlog',
  autoScreenshot: 'ui_autoscreenshot',
  autoExport: 'ui_autoexport',
  graphTimeWindow: 'ui_graphtimewindow',
};

export class Preferences {
  #values;
  #defaults = {
    autoScroll: true,
    showTimestamps: true,
    captureMode: false,
    autoDownloadLog: false,
    autoScreenshot: false,
    autoExport: false,
    graphTimeWindow: 60,
    searchTerm: '',
  };

  constructor() {
    this.#values = parsed(readKept(KEY));
  }

  get(name) {
    return this.#values[name] ?? this.#defaults[name];
  }

  set(name, value) {
    this.#values = { ...this.#values, [name]: value };
    this.save();
  }

  /** @param {{name: string, value: unknown}[]} settings as the gateway lists them */
  takeDefaults(settings) {
    for (const [name, setting] of Object.entries(SETTINGS)) {
      this.#defaults[name] = settings.find((row) => row.name === setting)?.value ?? this.#defaults[name];
    }
  }

  save() {
    keep(KEY, JSON.stringify({ ...this.#values, savedAt: Date.now() }));
  }

  clear() {
    this.#values = {};
    keep(KEY, null);
  }

  all() {
    return { ...this.#defaults, ...this.#values };
  }
}

function parsed(text) {
  try {
    const kept = JSON.parse(text ?? '{}');
    return typeof kept === 'object' && kept !== null ? kept : {};
  } catch {
    return {};
  }
}
