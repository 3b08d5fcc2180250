/** What the device is and stands in for, and the change to something else. */

import { post } from '../shared/device.js';
import { byId, element, setText } from '../shared/dom.js';

const REFRESH_TICKS = 5;

export class PersonalityView {
  #speaking;
  #read;
  #notices;
  #ticks = 0;
  #busy = false;
  #hostName = '';

  constructor(speaking, read, notices) {
    this.#speaking = speaking;
    this.#read = read;
    this.#notices = notices;
  }

  show() {
    this.#refresh();
  }

  tick() {
    this.#ticks += 1;
    if (this.#ticks % REFRESH_TICKS === 0 && !this.#busy && !document.hidden && !byId('confirm').open) {
      this.#refresh();
    }
  }

  async #refresh() {
    try {
      const [status, listed] = await Promise.all([this.#read('status'), this.#read('personality')]);
      this.#notices.list(status.problems);
      this.#hostName = status.hostName?.used ?? '';
      this.#showFacts(status, listed.current);
      this.#showChoices(listed);
      if (listed.failure && byId('switchResult').textContent === '') {
        setText(byId('switchResult'), listed.failure);
      }
    } catch (problem) {
      this.#notices.show(problem);
    }
  }

  #showFacts(status, current) {
    const { say, duration } = this.#speaking;
    const rows = [
      [say('name'), names(status).join(', ') || location.hostname],
      [say('version'), status.version],
      [say('now'), current || say('nothingRuns')],
      [say('uptime'), duration(status.uptimeSeconds)],
      [say('boardIs'), status.simulated ? say('simulated') : say('real')],
    ];
    byId('facts').replaceChildren(...rows.map(([name, value]) =>
      element('div', {}, element('dt', {}, name), element('dd', {}, value))));
  }

  #showChoices({ current, choices }) {
    const focused = document.activeElement?.dataset?.choice;
    byId('choices').replaceChildren(...choices.map((choice) => this.#card(choice, choice.name === current)));
    if (focused !== undefined) {
      document.querySelector(`[data-choice="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  #card(choice, isCurrent) {
    const { say, sayOr } = this.#speaking;
    const card = element('li', { class: 'choice' },
      element('h3', {}, choice.name),
      element('p', {}, sayOr(`is-${choice.name}`, choice.description)),
      element('p', { class: 'tag' }, this.#linesInWords(choice.lines)),
      ...choice.problems.map((problem) => element('p', { class: 'problem' }, problem)));
    if (isCurrent) {
      card.dataset.current = '';
      card.append(element('p', {}, element('b', {}, say('runsNow'))));
    } else {
      const button = element('button', { type: 'button', 'data-choice': choice.name }, say('switchTo', choice.name));
      button.disabled = choice.problems.length > 0 || this.#busy;
      button.addEventListener('click', () => this.#ask(choice));
      card.append(button);
    }
    return card;
  }

  #linesInWords(lines) {
    const { say } = this.#speaking;
    const driven = lines.filter(({ output }) => output).length;
    return lines.length === 0 ? say('drivesNone') : say('drives', driven, lines.length - driven);
  }

  /** Nothing is touched before the user has seen the lines and said yes. */
  #ask(choice) {
    const { say } = this.#speaking;
    const driven = choice.lines.filter(({ output }) => output).sort((one, other) => one.line - other.line);
    const dialog = byId('confirm');
    setText(byId('confirm-title'), say('confirmTitle', choice.name));
    setText(byId('confirmText'), say(driven.length === 0 ? 'confirmNone' : 'confirmLines'));
    byId('confirmLines').replaceChildren(...driven.map(({ line, user }) =>
      element('li', {}, element('b', {}, say('line', line)), `: ${user}`)));
    const renamed = this.#hostName !== '' && choice.hostName !== this.#hostName;
    byId('confirmName').hidden = !renamed;
    setText(byId('confirmName'), renamed ? this.#newName(choice.hostName) : '');
    dialog.returnValue = 'no';
    dialog.addEventListener('close', () => {
      if (dialog.returnValue === 'yes') {
        this.#change(choice.name, renamed ? choice.hostName : '');
      }
    }, { once: true });
    dialog.showModal();
  }

  #newName(hostName) {
    const { say } = this.#speaking;
    return `${say('confirmName', local(this.#hostName), local(hostName))} ${say('confirmAddress', addressOf(hostName))}`;
  }

  /** @param {string} newName what the device is called then, empty if that stays */
  async #change(name, newName) {
    const { say } = this.#speaking;
    const result = byId('switchResult');
    this.#busy = true;
    setText(result, say('switching', name));
    try {
      const { current } = await post('personality', { name, confirm: true });
      setText(result, newName === '' ? say('switched', current)
        : `${say('switched', current)} ${say('nowCalled', local(newName))}`);
    } catch (problem) {
      setText(result, problem.message);
    } finally {
      this.#busy = false;
      await this.#refresh();
    }
  }
}

function local(hostName) {
  return `${hostName}.local`;
}

/** Where the page is under another name of the device. */
function addressOf(hostName) {
  return `${location.protocol}//${local(hostName)}${location.port === '' ? '' : `:${location.port}`}/`;
}

function names({ hostName, furtherNames = [] }) {
  return hostName === undefined ? [] : [hostName.used, ...furtherNames].map(local);
}
