/** Chasing groups: those that run, and a form for a new one. */

import { byId, element, setText } from '../shared/dom.js';
import { createGroup, deleteGroup, nameGroup } from './hub.js';

const LAST_ID = 255;
const SHORTEST_STEP_MILLIS = 50;

export class GroupsView {
  #say;
  #fail;
  #labelOf;
  #shown = '';
  #groups = [];
  #free = '';

  /** @param {(pin: number) => string} labelOf what an output is called */
  constructor(say, fail, labelOf) {
    this.#say = say;
    this.#fail = fail;
    this.#labelOf = labelOf;
    byId('newGroup').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#create();
    });
  }

  /** @param {Array} groups as the hub lists them; redrawn only when something other than the step changed */
  show(groups, outputs) {
    this.#groups = groups;
    byId('noGroups').hidden = groups.length > 0;
    const described = JSON.stringify(groups.map(({ groupId, name, interval, outputs: pins }) =>
      [groupId, name, interval, pins.map(this.#labelOf)]));
    if (described !== this.#shown && !byId('groups').contains(document.activeElement?.closest('input'))) {
      this.#shown = described;
      byId('groups').replaceChildren(...groups.map((group) => this.#row(group)));
      byId('groupId').value = String(this.#nextId());
    }
    this.#showFree(outputs);
  }

  #row({ groupId, name, interval, outputs }) {
    const say = this.#say;
    const field = element('input', { type: 'text', maxlength: '20', 'aria-label': `${say('rename')}: ${name}` });
    field.value = name;
    const rename = element('form', { class: 'tools' }, field, element('button', { type: 'submit' }, say('save')));
    rename.addEventListener('submit', (event) => {
      event.preventDefault();
      nameGroup(groupId, field.value).catch(this.#fail);
      field.blur();
    });
    const remove = element('button', { type: 'button' }, say('remove'), element('span', { class: 'unseen' }, ` ${name}`));
    remove.addEventListener('click', () => {
      if (confirm(say('removeAsk', name))) {
        deleteGroup(groupId).catch(this.#fail);
      }
    });
    return element('li', { 'data-group': String(groupId) },
      element('div', {}, element('h3', {}, `${groupId} · ${name}`),
        element('p', { class: 'tag' }, say('steps', outputs.map(this.#labelOf).join(' → '), interval))),
      rename, remove);
  }

  /** Only outputs that are in no group can be chosen; what is ticked stays ticked while the hub goes on talking. */
  #showFree(outputs) {
    const free = outputs.filter(({ chasingGroup }) => chasingGroup < 0).map(({ pin }) => pin);
    const described = free.map((pin) => `${pin} ${this.#labelOf(pin)}`).join('\n');
    if (described === this.#free) {
      return;
    }
    this.#free = described;
    const ticked = this.#ticked();
    byId('members').replaceChildren(...free.map((pin) => {
      const box = element('input', { type: 'checkbox', value: String(pin) });
      box.checked = ticked.includes(pin);
      return element('label', {}, box, ` ${this.#labelOf(pin)}`);
    }));
  }

  #ticked() {
    return [...byId('members').querySelectorAll('input:checked')].map(({ value }) => Number(value));
  }

  #nextId() {
    const taken = new Set(this.#groups.map(({ groupId }) => groupId));
    for (let id = 1; id <= LAST_ID; id++) {
      if (!taken.has(id)) {
        return id;
      }
    }
    return LAST_ID;
  }

  async #create() {
    const say = this.#say;
    const groupId = Number(byId('groupId').value);
    const interval = Number(byId('groupInterval').value);
    const outputs = this.#ticked();
    const name = byId('groupName').value.trim();
    const problem = this.#problemWith(groupId, interval, outputs);
    if (problem !== null) {
      setText(byId('groupResult'), problem);
      return;
    }
    try {
      await createGroup({ groupId, interval, outputs, ...(name === '' ? {} : { name }) });
      setText(byId('groupResult'), say('created', groupId));
      byId('groupName').value = '';
    } catch (refusal) {
      setText(byId('groupResult'), refusal.message);
    }
  }

  #problemWith(groupId, interval, outputs) {
    const say = this.#say;
    if (!Number.isInteger(groupId) || groupId < 1 || groupId > LAST_ID) {
      return say('idRange');
    }
    if (this.#groups.some((group) => group.groupId === groupId)) {
      return say('idTaken', groupId);
    }
    if (!Number.isInteger(interval) || interval < SHORTEST_STEP_MILLIS) {
      return say('stepLeast');
    }
    return outputs.length < 2 ? say('atLeastTwo') : null;
  }
}
