/** The settings: a form made from the gateway's own table. What was typed stays until it is saved or undone. */

import { readSettings } from '../shared/api.js';
import { byId, element, setText } from '../shared/dom.js';
import { SettingField } from './setting-field.js';
import { say, sayOr } from './texts.js';

class SettingsPage {
  #place = byId('settingsPage');
  #message = byId('settingMessage');
  /** @type {SettingField[]} */
  #fields = [];
  #loading = false;

  constructor() {
    byId('searchSettings').addEventListener('input', () => this.#search());
    byId('btnSaveSettings').addEventListener('click', () => this.#saveAll());
    addEventListener('beforeunload', (event) => {
      if (this.#dirty().length > 0) {
        event.preventDefault();
      }
    });
  }

  async show() {
    if (this.#loading || this.#dirty().length > 0) {
      return;
    }
    this.#loading = true;
    try {
      this.#build(await readSettings());
      setText(this.#message, '');
    } catch (problem) {
      setText(this.#message, say('notFetched', problem.message));
    } finally {
      this.#loading = false;
    }
  }

  #build(settings) {
    const waiting = this.#fields.some(({ waitsForRestart }) => waitsForRestart);
    const groups = new Map();
    this.#fields = settings.map((setting) => {
      const field = new SettingField(setting, () => this.#changed());
      const group = groups.get(setting.group) ?? groupOf(setting.group);
      groups.set(setting.group, group);
      group.append(field.form);
      return field;
    });
    this.#place.replaceChildren(...groups.values());
    byId('restartNeeded').hidden = !waiting;
    this.#search();
    this.#changed();
  }

  #dirty() {
    return this.#fields.filter(({ dirty }) => dirty);
  }

  #changed() {
    const count = this.#dirty().length;
    const button = byId('btnSaveSettings');
    button.hidden = count === 0;
    setText(button, say('saveAll', count));
    setText(byId('unsavedMark'), count === 0 ? '' : say('unsavedCount', count));
    if (this.#fields.some(({ waitsForRestart }) => waitsForRestart)) {
      byId('restartNeeded').hidden = false;
    }
  }

  async #saveAll() {
    await Promise.all(this.#dirty().map((field) => field.save()));
  }

  #search() {
    const needle = byId('searchSettings').value.trim().toLowerCase();
    for (const field of this.#fields) {
      field.form.hidden = !field.matches(needle) && !field.dirty;
    }
    for (const group of this.#place.children) {
      group.hidden = group.querySelector('form:not([hidden])') === null;
    }
    byId('noSettingFound').hidden = this.#fields.length === 0 || this.#fields.some(({ form }) => !form.hidden);
  }
}

function groupOf(name) {
  return element('section', { class: 'panel setting-group' },
    element('div', { class: 'panel-head' }, element('h2', {}, sayOr(`group.${name}`, name))));
}

export function load() {
  return new SettingsPage();
}
