/** The lines of the board as lamps and buttons, asked for again and again while they are in sight. */

import { post } from '../shared/device.js';
import { byId, element, setText } from '../shared/dom.js';

const EVERY_MILLIS = 150;
const AFTER_A_FAILURE_MILLIS = 2_000;
const SHORTEST_PRESS_MILLIS = 60;
const SAME_CLICK_MILLIS = 300;

export class BoardView {
  #speaking;
  #read;
  #notices;
  #rows = new Map();
  #asking = false;
  #simulated = null;

  constructor(speaking, read, notices) {
    this.#speaking = speaking;
    this.#read = read;
    this.#notices = notices;
  }

  show() {
    this.#follow();
  }

  /** In case the following stopped while the page was hidden. */
  tick() {
    if (!document.hidden) {
      this.#follow();
    }
  }

  async #follow() {
    if (this.#asking) {
      return;
    }
    this.#asking = true;
    let failed = false;
    try {
      this.#simulated ??= (await this.#read('status')).simulated;
      this.#showLines((await this.#read('board')).lines);
      if (byId('notices').childElementCount > 0) {
        this.#notices.clear();
      }
    } catch (problem) {
      failed = true;
      this.#notices.show(problem);
    } finally {
      this.#asking = false;
    }
    if (!document.hidden && !byId('displayBoard').hidden) {
      setTimeout(() => this.#follow(), failed ? AFTER_A_FAILURE_MILLIS : EVERY_MILLIS);
    }
  }

  #showLines(lines) {
    const { say } = this.#speaking;
    const used = lines.filter(({ line, direction }) => !(direction === 'none' && (line === 14 || line === 15)));
    setText(byId('boardState'), say(this.#stateOf(used)));
    const keys = used.map(({ line, owner }) => `${line} ${owner}`);
    if (keys.join() !== [...this.#rows.keys()].join()) {
      this.#rows = new Map(used.map((line, index) => [keys[index], this.#row(line)]));
      byId('lines').replaceChildren(...[...this.#rows.values()].map(({ item }) => item));
    }
    used.forEach((line, index) => this.#update(this.#rows.get(keys[index]), line));
  }

  /** The key of the words about the board; they speak of buttons only where there are some. */
  #stateOf(used) {
    if (used.length === 0) {
      return 'boardEmpty';
    }
    if (!this.#simulated) {
      return 'boardReal';
    }
    return used.some(({ press }) => press) ? 'boardSimulated' : 'boardWithoutButtons';
  }

  #row({ line, owner, press, level }) {
    const { say } = this.#speaking;
    const bulb = element('span', { class: 'bulb', 'aria-hidden': 'true' });
    const state = element('span', { class: 'tag' });
    const item = element('li', { 'data-line': String(line) }, bulb,
      element('p', {}, element('b', {}, say('line', line)), ` ${owner}`, element('br'), state));
    if (press) {
      item.append(this.#button(line, owner, level));
    }
    return { item, bulb, state };
  }

  /** Held as long as it is held here: the line has the other level meanwhile. */
  #button(line, owner, restLevel) {
    const button = element('button', { type: 'button' }, this.#speaking.say('press'),
      element('span', { class: 'unseen' }, ` ${owner}`));
    const contact = new Contact((down) => post('board', { line, level: down ? 1 - restLevel : restLevel }),
      (problem) => this.#notices.show(problem));
    button.addEventListener('pointerdown', () => contact.press());
    for (const end of ['pointerup', 'pointercancel', 'pointerleave', 'blur', 'keyup']) {
      button.addEventListener(end, () => contact.letGo());
    }
    button.addEventListener('keydown', ({ key }) => {
      if (key === ' ' || key === 'Enter') {
        contact.press();
      }
    });
    button.addEventListener('click', () => contact.tap());
    return button;
  }

  #update({ bulb, state }, { direction, level, duty }) {
    const { say } = this.#speaking;
    const percent = direction === 'out' ? duty : 100 * level * Number(direction === 'in');
    bulb.dataset.direction = direction;
    bulb.style.setProperty('--glow', String(glow(percent)));
    const words = { out: say('out', duty), in: say(level === 1 ? 'inHigh' : 'inLow'), none: say('none') };
    setText(state, words[direction]);
  }
}

/** The eye sees little of the difference between half and full power. */
function glow(percent) {
  return percent <= 0 ? 0 : 0.15 + 0.85 * Math.sqrt(percent / 100);
}

/**
 * A button that is pressed somewhere else, by one request after the other, since two at a time could overtake. It stays
 * down long enough for a debounced input to believe it.
 */
class Contact {
  #send;
  #fail;
  #down = false;
  #changedAt = -Infinity;
  #sent = Promise.resolve();

  /** @param {(down: boolean) => Promise<unknown>} send */
  constructor(send, fail) {
    this.#send = send;
    this.#fail = fail;
  }

  press() {
    if (!this.#down) {
      this.#down = true;
      this.#changedAt = performance.now();
      this.#queue(() => this.#send(true));
    }
  }

  letGo() {
    if (this.#down) {
      this.#down = false;
      this.#changedAt = performance.now();
      this.#queue(() => later(SHORTEST_PRESS_MILLIS));
      this.#queue(() => this.#send(false));
    }
  }

  /** A click that no pointer and no key made: assistive technology. */
  tap() {
    if (!this.#down && performance.now() - this.#changedAt > SAME_CLICK_MILLIS) {
      this.press();
      this.letGo();
    }
  }

  #queue(step) {
    this.#sent = this.#sent.then(step).catch(this.#fail);
  }
}

function later(millis) {
  return new Promise((resolve) => { setTimeout(resolve, millis); });
}
