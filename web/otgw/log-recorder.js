/**
 * Writes the log into a file of the day while it grows (File System Access API: Chrome, Edge, Opera on https or
 * localhost). Lines are written every 10 s; at midnight the next file begins. It has no timer: call tick().
 */

import { saveInto } from '../shared/save-file.js';

const WRITE_EVERY_MILLIS = 10_000;

export class LogRecorder {
  #folder = null;
  #lines = [];
  #day = '';
  #writtenAt = 0;
  #writing = Promise.resolve();

  static get possible() {
    return typeof window.showDirectoryPicker === 'function';
  }

  get running() {
    return this.#folder !== null;
  }

  /** The file that is being written. */
  get fileName() {
    return `ot-monitor-${this.#day}.log`;
  }

  /** Asks for the folder and starts. Rejects if the user refuses. */
  async start() {
    this.#folder = await window.showDirectoryPicker({ mode: 'readwrite' });
    saveInto(this.#folder);
    this.#day = dayOf(new Date());
    this.#lines = ['', '# Start of logging'];
    await this.#write();
  }

  async stop() {
    await this.#write();
    this.#folder = null;
    saveInto(null);
  }

  add(line) {
    if (this.running) {
      this.#lines.push(line);
    }
  }

  /** Rejects if the file cannot be written. */
  async tick(now = new Date()) {
    if (!this.running) {
      return;
    }
    if (dayOf(now) !== this.#day) {
      this.#lines.push(`# End of log for ${this.#day}`);
      await this.#write();
      this.#day = dayOf(now);
    } else if (now.getTime() - this.#writtenAt >= WRITE_EVERY_MILLIS) {
      await this.#write();
    }
  }

  #write() {
    const lines = this.#lines;
    this.#lines = [];
    this.#writtenAt = Date.now();
    const [folder, name] = [this.#folder, this.fileName];
    if (lines.length > 0) {
      this.#writing = this.#writing.catch(() => {}).then(() => append(folder, name, `${lines.join('\n')}\n`));
    }
    return this.#writing;
  }
}

async function append(folder, name, text) {
  const file = await folder.getFileHandle(name, { create: true });
  const writer = await file.createWritable({ keepExistingData: true });
  await writer.seek((await file.getFile()).size);
  await writer.write(text);
  await writer.close();
}

function dayOf(date) {
  const two = (number) => String(number).padStart(2, '0');
  return `${two(date.getDate())}-${two(date.getMonth() + 1)}-${date.getFullYear()}`;
}
