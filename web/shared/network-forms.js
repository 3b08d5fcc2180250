/** The forms of the network page. */

import { element } from './dom.js';
import { say } from './network-words.js';

const COUNTRIES = ('AD AE AL AM AR AT AU AZ BA BE BG BH BR BY CA CH CL CN CO CR CY CZ DE DK EC EE EG ES FI FR GB GE GR HK HR HU'
  + ' ID IE IL IN IS IT JO JP KR KW KZ LB LI LT LU LV MA MC MD ME MK MT MX MY NL NO NZ PE PH PL PT QA RO RS RU SA SE SG SI SK'
  + ' SM TH TN TR TW UA US UY UZ VN ZA').split(' ');

let fields = 0;

/** A labelled field. */
export function field(label, input, hint = '') {
  fields += 1;
  input.id = `network-field-${fields}`;
  const made = element('div', { class: 'network-field' }, element('label', { for: input.id }, label), input);
  if (hint !== '') {
    const small = element('small', { id: `${input.id}-hint`, class: 'muted' }, hint);
    input.setAttribute('aria-describedby', small.id);
    made.append(small);
  }
  return made;
}

function checkbox(label, input) {
  return element('label', { class: 'network-check' }, input, ` ${label}`);
}

function countryChoice() {
  const names = new Intl.DisplayNames([document.documentElement.lang], { type: 'region' });
  const sorted = COUNTRIES.map((code) => [code, names.of(code)]).sort((a, b) => a[1].localeCompare(b[1]));
  return element('select', { name: 'country' }, element('option', { value: '' }, say('noCountry')),
    ...sorted.map(([code, name]) => element('option', { value: code }, name)));
}

/** Joins a Wi-Fi; in the set-up also names the device. */
export class JoinForm {
  #name = element('input', { type: 'text', name: 'wifi', required: '', maxlength: '32', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
  #password = element('input', { type: 'password', name: 'password', maxlength: '64', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
  #hidden = element('input', { type: 'checkbox' });
  #shown = element('input', { type: 'checkbox' });
  #country = countryChoice();
  #hostName = element('input', { type: 'text', name: 'hostName', maxlength: '40', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
  #hostNameField = field(say('deviceName'), this.#hostName);
  #button = element('button', { type: 'submit', class: 'primary' });
  #filled = false;
  node;

  /** @param {(wish: Record<string, unknown>) => void} send */
  constructor(send) {
    this.node = element('form', { class: 'network-form', autocomplete: 'off' },
      field(say('name'), this.#name), field(say('password'), this.#password, say('passwordHint')),
      checkbox(say('showPassword'), this.#shown), checkbox(say('hidden'), this.#hidden),
      field(say('country'), this.#country), this.#hostNameField, this.#button);
    this.#shown.addEventListener('change', () => {
      this.#password.type = this.#shown.checked ? 'text' : 'password';
    });
    this.node.addEventListener('submit', (event) => {
      event.preventDefault();
      send(this.#wish());
    });
  }

  /** Takes what the device has, once; what the user typed stays. */
  show(state, settingUp) {
    this.#hostNameField.hidden = !settingUp;
    this.#button.textContent = say(settingUp ? 'done' : 'join');
    if (!this.#filled) {
      this.#filled = true;
      this.#country.value = state.country;
      this.#hostName.value = state.hostName;
    }
  }

  choose(network) {
    this.#name.value = network.name;
    this.#hidden.checked = false;
    this.#password.value = '';
    this.#password.focus();
  }

  forgetPassword() {
    this.#password.value = '';
  }

  #wish() {
    return {
      action: 'join',
      name: this.#name.value,
      ...(this.#password.value === '' ? {} : { password: this.#password.value }),
      hidden: this.#hidden.checked,
      country: this.#country.value,
      ...(this.#hostNameField.hidden ? {} : { hostName: this.#hostName.value }),
    };
  }
}

/** How one adapter gets its address. */
export function addressForm(adapter, send) {
  const manual = element('select', {}, element('option', { value: '' }, say('byRouter')), element('option', { value: '1' }, say('fixed')));
  const text = (value, hint) => {
    const made = element('input', { type: 'text', placeholder: hint, autocomplete: 'off', spellcheck: 'false' });
    made.value = value;
    return made;
  };
  const address = text(adapter.address, '192.168.1.50/24');
  const gateway = text(adapter.gateway, '192.168.1.1');
  const servers = text(adapter.nameServers.join(', '), '192.168.1.1');
  const fixed = element('div', { class: 'network-form' },
    field(say('address'), address), field(say('router'), gateway), field(say('nameServers'), servers));
  const follow = () => {
    fixed.hidden = manual.value === '';
  };
  manual.value = adapter.manual ? '1' : '';
  manual.addEventListener('change', follow);
  follow();
  const form = element('form', { class: 'network-form' }, field(say('address'), manual), fixed,
    element('button', { type: 'submit' }, say('apply')));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send({
      action: 'address',
      adapter: adapter.name,
      manual: manual.value !== '',
      address: address.value.trim(),
      gateway: gateway.value.trim(),
      nameServers: servers.value.split(/[\s,;]+/).filter((server) => server !== ''),
    });
  });
  return element('details', {}, element('summary', {}, say('changeAddress')), form);
}
