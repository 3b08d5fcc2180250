/** The user's files on the gateway: look, download, delete, upload. */

import { deleteFile, fileAddress, readFolder } from '../shared/api.js';
import { ask } from '../shared/ask.js';
import { byId, element, setText } from '../shared/dom.js';
import { numberInWords, say } from './texts.js';
import { uploadForm } from './upload-form.js';

/** What the gateway makes itself: there is nothing to delete. */
const MADE = ['/settings.ini'];

class FilesPage {
  #folder = '/';
  #freeBytes = 0;
  #form = uploadForm(byId('uploadForm'), {
    folder: () => this.#folder,
    problemOf: (file) => (file.size > this.#freeBytes ? say('tooLarge', file.name) : ''),
    stored: () => this.show(),
  });

  async show() {
    try {
      const { entries, room } = await readFolder(this.#folder);
      this.#freeBytes = Number(room.freeBytes);
      const up = this.#folder === '/' ? [] : [this.#rowOfFolder(say('folderUp'), parentOf(this.#folder))];
      const rows = entries.map((entry) => (entry.type === 'dir'
        ? this.#rowOfFolder(`${entry.name}/`, `${this.#folder}${entry.name}/`)
        : this.#rowOfFile(entry)));
      byId('fileRows').replaceChildren(...up, ...rows);
      setText(byId('folderName'), this.#folder);
      setText(byId('storage'), say('storage', largeInWords(room.usedBytes), largeInWords(room.totalBytes)));
      setText(byId('filesState'), entries.length === 0 ? say('emptyFolder') : '');
    } catch (problem) {
      setText(byId('filesState'), say('notFetched', problem.message));
    }
  }

  #rowOfFolder(text, path) {
    const button = element('button', { type: 'button', class: 'link' }, element('bdi', {}, text));
    button.addEventListener('click', () => {
      this.#folder = path;
      this.#form.clear();
      this.show();
    });
    return element('tr', {}, element('th', { scope: 'row' }, button), element('td'), element('td'));
  }

  #rowOfFile({ name, size }) {
    const path = this.#folder + name;
    const link = element('a', { href: fileAddress(path), target: '_blank', rel: 'noopener' }, element('bdi', {}, name));
    const download = element('a', { href: fileAddress(path), download: name, class: 'button',
      'aria-label': `${say('download')}: ${name}` }, say('download'));
    const actions = element('td', { class: 'actions' }, download);
    if (!MADE.includes(path)) {
      const remove = element('button', { type: 'button', 'aria-label': `${say('delete')}: ${name}` }, say('delete'));
      remove.addEventListener('click', () => this.#delete(path, name));
      actions.append(' ', remove);
    }
    return element('tr', {}, element('th', { scope: 'row' }, link), element('td', {}, size), actions);
  }

  async #delete(path, name) {
    if (!await ask({ title: say('deleteAsk', name), yes: say('delete'), no: say('cancel') })) {
      return;
    }
    this.#form.clear();
    try {
      await deleteFile(path);
    } catch (problem) {
      setText(byId('filesState'), say('refused', problem.message));
      return;
    }
    await this.show();
  }
}

/** The gateway counts in megabytes at most. */
function largeInWords(size) {
  const megabytes = /^([\d.]+) MB$/.exec(size)?.[1];
  return megabytes >= 1024 ? `${numberInWords(megabytes / 1024, 1)} GB` : size;
}

function parentOf(folder) {
  return folder.replace(/[^/]+\/$/, '');
}

export function load() {
  return new FilesPage();
}
