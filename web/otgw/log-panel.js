/** The log tab: its controls, filters, export and recording around the view of the lines. */

import { ask } from '../shared/ask.js';
import { byId, setText } from '../shared/dom.js';
import { saveFile, stamp } from '../shared/save-file.js';
import { exportOf, lineOf } from './log-export.js';
import { logFilter, readIds } from './log-filter.js';
import { LogRecorder } from './log-recorder.js';
import { LogView } from './log-view.js';
import { say } from './texts.js';

const USUAL_LINES = 20_000;
const CAPTURED_LINES = 200_000;
const AUTO_DOWNLOAD_MILLIS = 15 * 60_000;
const BYTES_PER_LINE = 250;
const FILTER_AFTER_MILLIS = 150;

export class LogPanel {
  #store;
  #preferences;
  #view;
  #recorder = new LogRecorder();
  #downloadedAt = Date.now();
  #filterTimer = 0;

  /**
   * @param {import('./log-store.js').LogStore} store
   * @param {import('./preferences.js').Preferences} preferences
   */
  constructor(store, preferences) {
    this.#store = store;
    this.#preferences = preferences;
    this.#view = new LogView(store, {
      scroller: byId('otLogContainer'),
      content: byId('otLogContent'),
      count: byId('logLineCount'),
      follow: byId('chkAutoScroll'),
      newest: byId('btnNewest'),
    });
    this.#connectControls();
    this.usePreferences();
  }

  /** A row was added. */
  added(entry) {
    this.#recorder.add(lineOf(entry, true));
    this.#view.refresh();
  }

  refresh() {
    this.#view.refresh();
    this.#showState();
  }

  /** Puts the controls to where the preferences have them. */
  usePreferences() {
    const { autoScroll, showTimestamps, captureMode, autoDownloadLog, searchTerm } = this.#preferences.all();
    this.#view.following = autoScroll;
    byId('chkShowTimestamp').checked = showTimestamps;
    byId('chkCaptureMode').checked = captureMode;
    byId('chkAutoDownloadLog').checked = autoDownloadLog;
    byId('searchLog').value = searchTerm;
    this.#showTimes(showTimestamps);
    this.#store.limit = captureMode ? CAPTURED_LINES : USUAL_LINES;
    this.#filter();
  }

  /** Empties the log, after asking. */
  async clear() {
    if (await ask({ title: say('clearAsk', this.#store.rows.length), yes: say('clear'), no: say('cancel') })) {
      this.#store.clear();
      this.#view.reset();
      this.#showState();
    }
  }

  download(prefix = 'otgw-log-') {
    const text = exportOf(this.#store.rows, byId('chkShowTimestamp').checked);
    return saveFile(`${prefix}${stamp()}.txt`, new Blob([text], { type: 'text/plain' }));
  }

  tick() {
    this.#showState();
    this.#recorder.tick().catch((problem) => this.#stopRecording(problem));
    if (byId('chkAutoDownloadLog').checked && Date.now() - this.#downloadedAt >= AUTO_DOWNLOAD_MILLIS) {
      this.#downloadedAt = Date.now();
      this.download('otgw-log-auto-');
    }
  }

  #connectControls() {
    const onChange = (id, what) => byId(id).addEventListener('change', (event) => what(event.target));
    byId('searchLog').addEventListener('input', (event) => {
      this.#preferences.set('searchTerm', event.target.value);
      this.#filterSoon();
    });
    byId('filterIds').addEventListener('input', () => this.#filterSoon());
    onChange('filterFlag', () => this.#filter());
    for (const box of document.querySelectorAll('[data-origin-shown]')) {
      box.addEventListener('change', () => this.#filter());
    }
    onChange('chkAutoScroll', ({ checked }) => this.#preferences.set('autoScroll', checked));
    onChange('chkShowTimestamp', ({ checked }) => {
      this.#preferences.set('showTimestamps', checked);
      this.#showTimes(checked);
    });
    onChange('chkCaptureMode', ({ checked }) => {
      this.#preferences.set('captureMode', checked);
      this.#store.limit = checked ? CAPTURED_LINES : USUAL_LINES;
      this.refresh();
    });
    onChange('chkAutoDownloadLog', ({ checked }) => {
      this.#preferences.set('autoDownloadLog', checked);
      this.#downloadedAt = Date.now();
    });
    byId('btnPauseLog').addEventListener('click', () => this.#pauseOrGoOn());
    byId('btnClearLog').addEventListener('click', () => this.clear());
    byId('btnDownloadLog').addEventListener('click', () => this.download());
    const stream = byId('chkStreamToFile');
    stream.disabled = !LogRecorder.possible;
    byId('lblStreamToFile').title = LogRecorder.possible ? '' : say('streamMissing');
    stream.addEventListener('change', () => this.#record(stream));
  }

  async #record(stream) {
    try {
      await (stream.checked ? this.#recorder.start() : this.#recorder.stop());
    } catch (problem) {
      await this.#stopRecording(problem.name === 'AbortError' ? null : problem);
    }
    this.#showState();
  }

  async #stopRecording(problem) {
    await this.#recorder.stop().catch(() => {});
    byId('chkStreamToFile').checked = false;
    setText(byId('streamProblem'), problem === null ? '' : say('streamFailed', problem.message));
  }

  #pauseOrGoOn() {
    if (this.#store.waiting === null) {
      this.#store.pause();
    } else {
      this.#store.goOn();
    }
    this.refresh();
  }

  #showTimes(shown) {
    byId('otLogContainer').classList.toggle('without-times', !shown);
  }

  #filterSoon() {
    clearTimeout(this.#filterTimer);
    this.#filterTimer = setTimeout(() => this.#filter(), FILTER_AFTER_MILLIS);
  }

  #filter() {
    const ids = readIds(byId('filterIds').value);
    byId('filterIds').setAttribute('aria-invalid', String(ids === undefined));
    const hidden = new Set();
    for (const box of document.querySelectorAll('[data-origin-shown]')) {
      if (!box.checked) {
        hidden.add(box.dataset.originShown);
      }
    }
    this.#store.filter(logFilter({
      text: byId('searchLog').value,
      ids: ids ?? null,
      flag: byId('filterFlag').value || null,
      hidden,
    }));
    this.#view.reset();
    this.#showState();
  }

  #showState() {
    const { waiting, rows, limit } = this.#store;
    const button = byId('btnPauseLog');
    button.setAttribute('aria-pressed', String(waiting !== null));
    setText(button, say(waiting === null ? 'pause' : 'goOn'));
    setText(byId('logFilteredCount'), waiting === null ? '' : say('held', waiting));
    setText(byId('logLimitDisplay'), say('atMost', limit));
    setText(byId('memUsage'), `${(rows.length * BYTES_PER_LINE / 1_000_000).toFixed(1)} MB`);
    byId('logFileDisplay').hidden = !this.#recorder.running;
    setText(byId('currentLogFile'), this.#recorder.running ? this.#recorder.fileName : '');
  }
}
