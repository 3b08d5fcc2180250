/** What the user chose about the personalities besides the gateway's own: checked and saved one by one. */

import { post, read } from '../shared/device.js';
import { byId, element, setText } from '../shared/dom.js';

const GROUP = 'Personality';
/** The personality itself is changed by its own page, which asks first. */
const ELSEWHERE = ['personality'];

export class SettingsView {
  #speaking;
  #notices;

  constructor(speaking, notices) {
    this.#speaking = speaking;
    this.#notices = notices;
  }

  async show() {
    try {
      const { settings } = await read('settings');
      byId('settings').replaceChildren(...settings
        .filter(({ group, name }) => group === GROUP && !ELSEWHERE.includes(name))
        .map((setting) => this.#row(setting)));
    } catch (problem) {
      this.#notices.show(problem);
    }
  }

  #row(setting) {
    const result = element('span', { class: 'tag', role: 'status' });
    const field = fieldOf(setting);
    field.addEventListener('change', () => this.#save(setting, field, result));
    return element('li', {}, element('label', {}, this.#label(setting), field), ' ', result);
  }

  /** In the user's language; a setting that has no words yet speaks English. */
  #label({ name, label }) {
    const words = this.#speaking.sayOr(`set-${name}`, '');
    return words === '' ? element('span', { lang: 'en' }, label) : element('span', {}, words);
  }

  async #save({ name, type }, field, result) {
    const { say } = this.#speaking;
    try {
      await post('settings', { name, value: type === 'flag' ? field.checked : field.value });
      field.removeAttribute('aria-invalid');
      setText(result, say('saved'));
    } catch (problem) {
      field.setAttribute('aria-invalid', 'true');
      setText(result, problem.message);
    }
  }
}

function fieldOf({ type, value, min, max, maxLength, choices }) {
  if (type === 'flag') {
    const box = element('input', { type: 'checkbox' });
    box.checked = value;
    return box;
  }
  if (choices !== undefined) {
    const select = element('select', {}, ...choices.map((choice) => element('option', {}, choice)));
    select.value = value;
    return select;
  }
  const field = type === 'text'
    ? element('input', { type: 'text', maxlength: String(maxLength), autocomplete: 'off', spellcheck: 'false' })
    : element('input', { type: 'number', min: String(min), max: String(max), step: '1' });
  field.value = String(value);
  return field;
}
