/** The network page: a page of the gateway, a page of its own, and the page of the set-up access point. */

import { ask } from './ask.js';
import { byId, element, setText } from './dom.js';
import { change, keepChange, readNetwork, undoChange } from './network-client.js';
import { JoinForm, addressForm } from './network-forms.js';
import { say } from './network-words.js';

const EVERY_TICKS = 3;
const UNDONE_AFTER_SECONDS = 60;
const SUPPORTED = ['open', 'wpa', 'wpa3'];

function panel(title, ...children) {
  return element('section', { class: 'panel' }, element('div', { class: 'panel-head' }, element('h2', {}, title)), ...children);
}

class NetworkPage {
  #title = element('h2', {});
  #intro = element('p', { class: 'muted' });
  #simulated = element('p', { class: 'notice' }, say('simulated'));
  #problem = element('p', { class: 'notice', 'data-level': 'bad', role: 'alert' });
  #lost = element('p', { class: 'notice', 'data-level': 'warn', role: 'status' });
  #told = element('p', { class: 'notice', id: 'networkTold', role: 'status' });
  #question = element('span', {});
  #waiting;
  #adapters = element('div', { id: 'networkAdapters' });
  #adaptersPanel = panel(say('adapters'), this.#adapters);
  #inReach = element('ul', { id: 'networkInReach', class: 'network-list' });
  #nothing = element('p', { class: 'hint' }, say('nothingInReach'));
  #scan = element('button', { type: 'button', id: 'networkScan' }, say('scan'));
  #saved = element('ul', { id: 'networkSaved', class: 'network-list' });
  #savedPanel = panel(say('savedNetworks'), this.#saved);
  #join = new JoinForm((wish) => this.#send(wish));
  #ticks = 0;
  #reading = false;
  #shown = '';
  #left = false;
  #accessPoint = '';

  constructor(root) {
    const keep = element('button', { type: 'button', id: 'networkKeep', class: 'primary' }, say('keep'));
    const undo = element('button', { type: 'button', id: 'networkUndo' }, say('undo'));
    this.#waiting = element('p', { id: 'networkWaiting', class: 'notice network-waiting', 'data-level': 'warn' }, this.#question, keep, undo);
    keep.addEventListener('click', () => this.#attempt(keepChange));
    undo.addEventListener('click', () => this.#attempt(undoChange));
    this.#scan.addEventListener('click', () => this.#scanAgain());
    const reach = panel(say('inReach'), this.#inReach, this.#nothing);
    reach.querySelector('.panel-head').append(this.#scan);
    for (const part of [this.#simulated, this.#problem, this.#lost, this.#told, this.#waiting]) {
      part.hidden = true;
    }
    root.replaceChildren(element('div', { class: 'page-head' }, this.#title), this.#intro, this.#simulated, this.#problem, this.#lost,
      this.#told, this.#waiting, element('div', { class: 'network-columns' },
        element('div', { class: 'network-column' }, this.#adaptersPanel, this.#savedPanel),
        element('div', { class: 'network-column' }, reach, panel(say('join'), this.#join.node))));
    setText(this.#title, say('network'));
  }

  show() {
    this.#refresh();
  }

  tick() {
    this.#ticks += 1;
    if (this.#ticks % EVERY_TICKS === 0) {
      this.#refresh();
    }
  }

  async #refresh() {
    if (this.#reading || this.#left) {
      return;
    }
    this.#reading = true;
    try {
      this.#take(await readNetwork());
      this.#lost.hidden = true;
    } catch (problem) {
      setText(this.#lost, say('lost', UNDONE_AFTER_SECONDS));
      this.#lost.hidden = false;
      console.info('The network cannot be read:', problem.message);
    }
    this.#reading = false;
  }

  #take(state) {
    const settingUp = state.accessPoint.state === 'open';
    this.#accessPoint = state.accessPoint.name;
    setText(this.#title, say(settingUp ? 'setUp' : 'network'));
    setText(this.#intro, settingUp ? say('setUpHint', state.accessPoint.name) : '');
    this.#simulated.hidden = !state.simulated;
    this.#adaptersPanel.hidden = settingUp;
    for (const link of document.querySelectorAll('.alone-back')) {
      link.hidden = settingUp;
    }
    this.#savedPanel.hidden = settingUp;
    this.#scan.hidden = settingUp;
    this.#join.show(state, settingUp);
    if (state.accessPoint.problem !== '' && this.#problem.hidden) {
      this.#fail(state.accessPoint.problem);
    }
    this.#waiting.hidden = state.waiting === null;
    if (state.waiting !== null) {
      setText(this.#question, say('waits', state.waiting.what, state.waiting.secondsLeft));
    }
    this.#showLists(state);
  }

  /** Lists are built anew only when they differ, so that an open form or a focus stays. */
  #showLists(state) {
    const content = JSON.stringify([state.adapters, state.inReach, state.saved]);
    if (content === this.#shown) {
      return;
    }
    this.#shown = content;
    const open = new Set([...this.#adapters.querySelectorAll('details[open]')].map((details) => details.closest('[data-adapter]').dataset.adapter));
    this.#adapters.replaceChildren(...state.adapters.map((adapter) => this.#adapter(adapter, open.has(adapter.name))));
    this.#inReach.replaceChildren(...state.inReach.map((network) => this.#network(network)));
    this.#nothing.hidden = state.inReach.length > 0;
    this.#saved.replaceChildren(...(state.saved.length === 0 ? [element('li', { class: 'muted' }, say('none'))]
      : state.saved.map((network) => this.#known(network))));
  }

  #adapter(adapter, open) {
    const facts = [[say('isIn'), adapter.network], [say('addresses'), adapter.addresses.join(', ')],
      [say('router'), adapter.gateway], [say('nameServers'), adapter.nameServers.join(', ')]].filter(([, value]) => value !== '');
    const form = addressForm(adapter, (wish) => this.#send(wish));
    form.open = open;
    return element('div', { class: 'network-adapter', 'data-adapter': adapter.name, 'data-state': adapter.state },
      element('h3', {}, `${say(adapter.wireless ? 'wifi' : 'cable')} `, element('span', { class: 'muted' }, adapter.name), ` · ${say(adapter.state)}`),
      element('dl', { class: 'rows' }, ...facts.map(([name, value]) =>
        element('div', {}, element('dt', {}, name), element('dd', {}, element('bdi', {}, value))))),
      ...(adapter.problem === '' ? [] : [element('p', { class: 'notice', 'data-level': 'bad' }, adapter.problem)]),
      ...(adapter.state === 'access_point' || adapter.state === 'unavailable' ? [] : [form]));
  }

  #network(network) {
    const facts = [`${network.signal} %`, say(network.security), ...(network.saved ? [say('saved')] : []),
      ...(network.active ? [say('connected')] : [])].join(' · ');
    const button = element('button', { type: 'button' }, element('bdi', {}, network.name), element('small', { class: 'muted' }, facts));
    button.disabled = !SUPPORTED.includes(network.security);
    button.addEventListener('click', () => this.#join.choose(network));
    return element('li', {}, button);
  }

  #known(network) {
    const forget = element('button', { type: 'button' }, say('forget'));
    forget.setAttribute('aria-label', `${say('forget')}: ${network.name}`);
    forget.addEventListener('click', async () => {
      if (await ask({ title: say('forgetAsk', network.name), yes: say('forget'), no: say('cancel') })) {
        this.#send({ action: 'forget', id: network.id });
      }
    });
    const facts = [say(network.wireless ? 'wifi' : 'cable'), ...(network.active ? [say('inUse')] : [])].join(' · ');
    return element('li', { class: 'network-known' }, element('bdi', {}, network.name), element('small', { class: 'muted' }, facts),
      ...(network.wireless ? [forget] : []));
  }

  async #scanAgain() {
    this.#scan.disabled = true;
    setText(this.#scan, say('scanning'));
    await this.#attempt(() => change({ action: 'scan' }));
    setTimeout(() => {
      this.#scan.disabled = false;
      setText(this.#scan, say('scan'));
    }, 5000);
  }

  #send(wish) {
    return this.#attempt(async () => {
      const answer = await change(wish);
      if (wish.action === 'join') {
        this.#join.forgetPassword();
        if (!answer.confirm) {
          this.#goThere(wish.name, answer.address);
        }
      }
    });
  }

  /** The access point closes now, and with it the way back to this page. */
  #goThere(network, address) {
    this.#left = true;
    setText(this.#told, say('goesThere', network, address, this.#accessPoint));
    this.#told.hidden = false;
    this.#told.tabIndex = -1;
    this.#told.focus();
  }

  async #attempt(step) {
    this.#problem.hidden = true;
    try {
      await step();
      await this.#refresh();
    } catch (problem) {
      this.#fail(problem.message);
    }
  }

  #fail(sentence) {
    setText(this.#problem, say('failed', sentence));
    this.#problem.hidden = false;
  }
}

export function load() {
  return new NetworkPage(byId('displayNetwork'));
}
