/** One setting of the form: its field, the check while typing, and the result of saving it. */

import { saveSetting } from '../shared/api.js';
import { element, setText } from '../shared/dom.js';
import { chooseTheme } from '../shared/theme.js';
import { say, settingLabelOf } from './texts.js';

const WHOLE_NUMBER = /^[+-]?\d+$/;

/** @typedef {{name: string, group: string, label: string, type: string, value: any, min?: number, max?: number,
 *   maxLength?: number, mayBeEmpty?: boolean, choices?: string[], restart: boolean}} Setting */

export class SettingField {
  #setting;
  #saved;
  #input;
  #result;
  #buttons;
  #changed;

  /** @param {Setting} setting  @param {() => void} changed called when there is more or less to save */
  constructor(setting, changed) {
    this.#setting = setting;
    this.#saved = setting.value;
    this.#changed = changed;
    this.#input = inputOf(setting);
    this.#result = element('p', { class: 'setting-result', id: `result_${setting.name}`, role: 'status' });
    const save = element('button', { type: 'submit', class: 'primary' }, say('save'));
    const undo = element('button', { type: 'button' }, say('undo'));
    undo.addEventListener('click', () => this.undo());
    this.#buttons = element('div', { class: 'setting-buttons', hidden: '' }, save, undo);
    this.form = element('form', { class: 'setting', id: `D_${setting.name}`, autocomplete: 'off', novalidate: '' },
      element('label', { for: setting.name }, settingLabelOf(setting)),
      element('div', { class: 'setting-field' }, this.#input,
        ...(setting.restart ? [element('small', { class: 'tag' }, say('afterRestart'))] : []), this.#buttons),
      this.#result);
    this.#show(this.#saved);
    const chosen = setting.type === 'flag' || setting.type === 'choice';
    this.#input.addEventListener(chosen ? 'change' : 'input', () => this.#edited());
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.save();
    });
  }

  /** Whether it holds something that is not stored yet. */
  get dirty() {
    return this.#value() !== this.#storedText();
  }

  /** Whether it was stored and counts only from the next restart on. */
  waitsForRestart = false;

  /** Whether the search text is in its name, label or group. */
  matches(needle) {
    const { name, label, group } = this.#setting;
    return [name, label, settingLabelOf(this.#setting), group].some((text) => text.toLowerCase().includes(needle));
  }

  undo() {
    this.#show(this.#saved);
    this.#tell('', '');
    this.#showButtons();
    this.#changed();
  }

  async save() {
    if (!this.dirty || this.#problem() !== null) {
      return;
    }
    const { name, type, restart } = this.#setting;
    const value = this.#value();
    const typed = type === 'flag' ? value === 'true' : value;
    this.#tell('pending', say('saving'));
    try {
      await saveSetting(name, typed);
      this.#saved = typed;
      this.waitsForRestart ||= restart;
      this.#tell('saved', say(restart ? 'savedForRestart' : 'saved'));
      if (name === 'darktheme') {
        chooseTheme(typed);
      }
    } catch (problem) {
      this.#tell('refused', problem.message);
    }
    this.#showButtons();
    this.#changed();
  }

  #edited() {
    const problem = this.dirty ? this.#problem() : null;
    this.#tell(problem === null ? 'pending' : 'refused', problem ?? (this.dirty ? say('unsaved') : ''));
    this.#showButtons();
    this.#changed();
  }

  /** What is wrong with what stands in the field, by the gateway's own limits; null if nothing is. */
  #problem() {
    const { type, min, max, maxLength, mayBeEmpty } = this.#setting;
    const text = this.#value();
    if (type === 'number' || type === 'pin') {
      const fits = WHOLE_NUMBER.test(text.trim()) && Number(text) >= min && Number(text) <= max;
      return fits ? null : say(type === 'pin' ? 'mustPin' : 'mustNumber', min, max);
    }
    if (type === 'flag' || type === 'choice') {
      return null;
    }
    if (text === '' && !mayBeEmpty) {
      return say('mustFilled');
    }
    return text.length > maxLength ? say('mustShort', maxLength) : null;
  }

  #value() {
    return this.#setting.type === 'flag' ? String(this.#input.checked) : this.#input.value;
  }

  #storedText() {
    return String(this.#saved);
  }

  #show(value) {
    if (this.#setting.type === 'flag') {
      this.#input.checked = value;
    } else {
      this.#input.value = value;
    }
  }

  #showButtons() {
    const problem = this.dirty ? this.#problem() : null;
    this.#buttons.hidden = !this.dirty;
    this.#buttons.firstChild.disabled = problem !== null;
    this.#input.setAttribute('aria-invalid', String(problem !== null));
  }

  #tell(state, text) {
    this.#result.dataset.state = state;
    setText(this.#result, text);
  }
}

function inputOf({ name, type, choices }) {
  if (type === 'choice') {
    return element('select', { id: name, name, 'aria-describedby': `result_${name}` },
      ...choices.map((choice) => element('option', { value: choice }, choice)));
  }
  const kind = { flag: 'checkbox', password: 'password' }[type] ?? 'text';
  const attributes = { id: name, name, type: kind, 'aria-describedby': `result_${name}` };
  if (kind !== 'checkbox') {
    Object.assign(attributes, { spellcheck: 'false', autocapitalize: 'off',
      autocomplete: kind === 'password' ? 'new-password' : 'off' });
  }
  if (type === 'number' || type === 'pin') {
    attributes.inputmode = 'numeric';
  }
  return element('input', attributes);
}
