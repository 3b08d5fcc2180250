/** One output: its name, its switch, its brightness, its blinking. */

import { element, setText } from '../shared/dom.js';
import { newestOnly, setInterval, setName, setOutput } from './hub.js';

/** After a change here, what the hub still sends from before must not pull the control back. */
const SETTLE_MILLIS = 800;
const LONGEST_INTERVAL = 65_535;

export class OutputCard {
  #say;
  #fail;
  #index;
  #output;
  #touchedAt = -SETTLE_MILLIS;
  #title = element('h3');
  #tag = element('p', { class: 'tag' });
  #toggle;
  #slider;
  #percent = element('output');
  #interval;
  #send;
  node;

  /**
   * @param {object} output as the hub describes it
   * @param {number} index its place in the hub's list
   * @param {(problem: Error | string) => void} fail shows what went wrong
   */
  constructor(output, index, say, fail) {
    this.#say = say;
    this.#fail = fail;
    this.#index = index;
    this.#output = output;
    this.#send = newestOnly(({ active, brightness }) => setOutput(output.pin, active, brightness), fail);
    this.#toggle = element('button', { type: 'button', role: 'switch', class: 'switch' });
    this.#slider = element('input', { type: 'range', min: '0', max: '100' });
    this.#interval = element('input', { type: 'number', min: '0', max: String(LONGEST_INTERVAL), step: '1', inputmode: 'numeric' });
    const rename = element('button', { type: 'button' }, say('rename'));
    this.node = element('li', { class: 'panel output', 'data-pin': String(output.pin) },
      element('div', { class: 'output-head' }, element('div', {}, this.#title, this.#tag), this.#toggle),
      element('label', { class: 'field' }, element('span', {}, say('brightness'), ' ', this.#percent), this.#slider),
      element('div', { class: 'tools' },
        element('label', { class: 'field' }, say('interval'), this.#interval), rename));
    this.#toggle.addEventListener('click', () => this.#wish({ active: !this.#output.active }));
    this.#slider.addEventListener('input', () => this.#wish({ active: this.#output.active, brightness: Number(this.#slider.value) }));
    this.#interval.addEventListener('change', () => this.#blink());
    rename.addEventListener('click', () => this.#rename());
    this.show(output);
  }

  /** The name the user gave it, or its number. */
  get label() {
    return this.#output.name || this.#say('output', this.#index + 1);
  }

  /** What the hub says now; what the user is just changing stays. */
  show(output) {
    if (performance.now() - this.#touchedAt < SETTLE_MILLIS) {
      this.#output = { ...output, active: this.#output.active, brightness: this.#output.brightness };
    } else {
      this.#output = output;
    }
    this.#paint();
  }

  #paint() {
    const { pin, active, brightness, interval, chasingGroup } = this.#output;
    const say = this.#say;
    const member = chasingGroup >= 0;
    setText(this.#title, this.label);
    setText(this.#tag, say('pin', pin) + (member ? ` · ${say('inGroup', chasingGroup)}` : ''));
    setText(this.#toggle, say(active ? 'on' : 'off'));
    this.#toggle.setAttribute('aria-checked', String(active));
    this.#toggle.setAttribute('aria-label', this.label);
    this.#slider.setAttribute('aria-label', `${say('brightness')}, ${this.label}`);
    this.#interval.setAttribute('aria-label', `${say('interval')}, ${this.label}`);
    setText(this.#percent, `${brightness} %`);
    if (document.activeElement !== this.#slider || Number(this.#slider.value) !== brightness) {
      this.#slider.value = String(brightness);
    }
    if (document.activeElement !== this.#interval) {
      this.#interval.value = String(interval);
    }
    this.#interval.disabled = member;
    this.node.classList.toggle('lit', active);
  }

  #wish(change) {
    this.#touchedAt = performance.now();
    this.#output = { ...this.#output, ...change };
    this.#paint();
    this.#send({ active: this.#output.active, brightness: this.#output.brightness });
  }

  async #blink() {
    const millis = Number(this.#interval.value);
    if (!Number.isInteger(millis) || millis < 0 || millis > LONGEST_INTERVAL || this.#interval.value === '') {
      this.#fail(this.#say('intervalRange'));
      this.#interval.value = String(this.#output.interval);
      return;
    }
    await setInterval(this.#output.pin, millis).catch(this.#fail);
  }

  /** The question stands where the name stood, so that nothing else moves. */
  #rename() {
    const say = this.#say;
    const field = element('input', { type: 'text', maxlength: '20', 'aria-label': `${say('newName')}, ${this.label}`, placeholder: say('newName') });
    field.value = this.#output.name;
    const form = element('form', { class: 'rename' }, field, element('button', { type: 'submit', class: 'primary' }, say('save')));
    const done = () => form.replaceWith(this.#title);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      setName(this.#output.pin, field.value).catch(this.#fail);
      done();
    });
    form.addEventListener('focusout', ({ relatedTarget }) => {
      if (!form.contains(relatedTarget)) {
        done();
      }
    });
    field.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') {
        done();
      }
    });
    this.#title.replaceWith(form);
    field.focus();
    field.select();
  }

  /** Everything on at full, or off at the brightness it has. */
  async turn(active) {
    await setOutput(this.#output.pin, active, active ? 100 : this.#output.brightness);
  }

  /** Only what is on follows the master. */
  async dim(brightness) {
    if (this.#output.active) {
      await setOutput(this.#output.pin, true, brightness);
    }
  }
}
