/** Update: a new system from a file or the network, the two systems that are there, backup and restore. */

import { readStatus, saveSetting, readSettings } from '../shared/api.js';
import { byId, element, setText } from '../shared/dom.js';
import { matchesVersion } from '../shared/page-version.js';
import { saveFile, stamp } from '../shared/save-file.js';
import { addWords, say, translate } from './texts.js';
import { backup, bootSlot, readSlots, readUpdate, searchUpdate } from './update-api.js';
import { UpdateFlow } from './update-flow.js';
import { updateWords } from './update-words.js';

const STEPS = ['stepUpload', 'stepCheck', 'stepInstall', 'stepRestart', 'stepBack'];
const STEP_OF = { uploading: 0, checking: 1, ready: 2, silencing: 2, installing: 2, restarting: 3, back: 5 };
/** Phases whose end can be told; during the others the bar only moves. */
const MEASURED = ['uploading', 'installing'];
/** Phases in which something has come to nothing. */
const ENDED = ['failed', 'stopped', 'lost'];
/** The step at which an update failed of which the page only hears afterwards. */
const FAILED_AT = { broken_off: 2, rolled_back: 3 };
const BUSY = ['uploading', 'checking', 'silencing', 'installing', 'restarting'];

/** @param {string} title a key of the words */
function card(id, title, ...children) {
  return element('section', { class: 'panel', 'aria-labelledby': `${id}-title` },
    element('div', { class: 'panel-head' }, element('h3', { id: `${id}-title`, 'data-say': title })),
    element('div', { class: 'padded', id }, ...children));
}

const text = (tag, key, attributes = {}) => element(tag, { 'data-say': key, ...attributes });
const button = (id, key, attributes = {}) => text('button', key, { id, type: 'button', ...attributes });
const result = (id) => element('p', { id, class: 'setting-result', role: 'status' });

function build() {
  byId('updateCards').append(
    card('updateFrom', 'updateCard',
      element('p', {}, text('span', 'running'), ': ', element('b', { id: 'runningVersion' }, '–')),
      text('p', 'updateHint', { class: 'muted' }),
      text('p', 'updateSimulated', { id: 'updateSimulated', class: 'notice', hidden: '' }),
      element('form', { id: 'updateForm', class: 'drop' },
        text('label', 'dropHere', { for: 'updateFile' }),
        element('input', { id: 'updateFile', type: 'file' }),
        text('button', 'uploadAndCheck', { type: 'submit', class: 'primary' }))),
    card('updateHow', 'progressCard',
      element('ol', { id: 'updateSteps', class: 'steps' }, ...STEPS.map((key) => text('li', key))),
      element('progress', { id: 'updateProgress', max: '100', value: '0', 'aria-labelledby': 'updateResult', hidden: '' }),
      result('updateResult'),
      element('div', { class: 'setting-buttons' },
        button('btnInstall', 'installNow', { class: 'primary', hidden: '' }),
        button('btnCancelUpdate', 'cancel', { hidden: '' }),
        button('btnStopUpload', 'stopUpload', { hidden: '' }))),
    card('updateSlots', 'slotsCard',
      text('p', 'slotsHint', { class: 'muted' }),
      element('div', { class: 'table-frame', tabindex: '0', role: 'group', 'aria-labelledby': 'updateSlots-title' },
        element('table', { class: 'rows' },
          element('thead', {}, element('tr', {}, text('th', 'slot', { scope: 'col' }), text('th', 'version', { scope: 'col' }),
            text('th', 'state', { scope: 'col' }), element('td'))),
          element('tbody', { id: 'slotRows' }))),
      element('p', { id: 'lastUpdate', class: 'setting-result' })),
    card('updateBackup', 'backupCard',
      text('p', 'backupHint', { class: 'muted' }),
      element('form', { id: 'backupForm', class: 'fields' },
        text('label', 'passPhrase', { for: 'backupPhrase' }),
        element('input', { id: 'backupPhrase', type: 'password', autocomplete: 'new-password' }),
        text('button', 'backupNow', { type: 'submit' })),
      element('form', { id: 'restoreForm', class: 'fields' },
        text('label', 'backupFile', { for: 'restoreFile' }),
        element('input', { id: 'restoreFile', type: 'file', accept: '.zip' }),
        text('label', 'passPhrase', { for: 'restorePhrase' }),
        element('input', { id: 'restorePhrase', type: 'password', autocomplete: 'off' }),
        element('label', {}, element('input', { id: 'keepSettings', type: 'checkbox' }), ' ', text('span', 'keepSettings')),
        text('button', 'uploadAndCheck', { type: 'submit' })),
      result('backupResult')),
    card('updateSearch', 'searchCard',
      text('p', 'searchHint', { class: 'muted' }),
      element('form', { id: 'searchForm', class: 'fields' },
        element('label', {}, element('input', { id: 'searchOn', type: 'checkbox' }), ' ', text('span', 'searchOn')),
        text('label', 'searchUrl', { for: 'searchUrl' }),
        element('input', { id: 'searchUrl', type: 'text', inputmode: 'url', autocomplete: 'off', spellcheck: 'false' }),
        element('div', { class: 'setting-buttons' }, text('button', 'save', { type: 'submit' }), button('btnSearch', 'searchNow'))),
      result('searchResult'),
      element('p', { id: 'searchNotes', class: 'notes muted' }),
      button('btnFetch', 'fetchNow', { hidden: '' })));
  translate(byId('displayUpdate'));
}

class UpdatePage {
  #flow = new UpdateFlow((state) => this.#showFlow(state));
  #from = '';
  /** The step that was begun last. */
  #step = -1;

  constructor() {
    addWords(updateWords);
    build();
    this.#dropZone();
    this.#onSubmit('updateForm', () => this.#upload('updateFile', '_pi/update', 'firmware', {}));
    this.#onSubmit('restoreForm', () => this.#upload('restoreFile', '_pi/restore', 'filesystem', {
      passphrase: byId('restorePhrase').value, chkPreserve: byId('keepSettings').checked ? 'on' : 'off' }));
    this.#onSubmit('backupForm', () => this.#backup());
    this.#onSubmit('searchForm', () => this.#saveSearch());
    byId('btnInstall').addEventListener('click', () => this.#flow.install());
    byId('btnCancelUpdate').addEventListener('click', () => this.#flow.cancel());
    byId('btnStopUpload').addEventListener('click', () => this.#flow.stop());
    byId('btnSearch').addEventListener('click', () => this.#search());
    byId('btnFetch').addEventListener('click', () => this.#flow.fetch());
    addEventListener('beforeunload', (event) => {
      if (this.#flow.state.phase === 'uploading') {
        event.preventDefault();
      }
    });
  }

  #onSubmit(id, act) {
    byId(id).addEventListener('submit', (event) => {
      event.preventDefault();
      act();
    });
  }

  #dropZone() {
    const zone = byId('updateForm');
    zone.addEventListener('dragover', (event) => {
      event.preventDefault();
      zone.toggleAttribute('data-over', true);
    });
    zone.addEventListener('dragleave', () => zone.toggleAttribute('data-over', false));
    zone.addEventListener('drop', (event) => {
      event.preventDefault();
      zone.toggleAttribute('data-over', false);
      byId('updateFile').files = event.dataTransfer.files;
    });
  }

  async show() {
    try {
      // Two at a time beside the live connection: some browsers open three connections to a host.
      const [update, slots] = await Promise.all([readUpdate(), readSlots()]);
      const [settings, status] = await Promise.all([readSettings(), readStatus()]);
      this.#from = update.from;
      setText(byId('runningVersion'), update.from);
      byId('updateSimulated').hidden = !update.simulated;
      const value = (name) => settings.find((setting) => setting.name === name)?.value;
      byId('searchOn').checked = value('updatecheck') === true;
      byId('searchUrl').value = value('updateurl') ?? '';
      this.#showSlots(slots);
      this.#showSearch(update.search);
      this.#flow.resume(update);
      this.#flow.returned(update.last, status.version);
      setText(byId('updateState'), '');
    } catch (problem) {
      if (!BUSY.includes(this.#flow.state.phase)) {
        setText(byId('updateState'), say('notFetched', problem.message));
      }
    }
    this.#showFlow(this.#flow.state);
  }

  tick() {
    this.#flow.tick();
  }

  #upload(input, path, field, more) {
    const file = byId(input).files[0];
    this.#step = -1;
    if (file === undefined) {
      this.#showFlow({ phase: 'failed', error: say('chooseFirst') });
      return;
    }
    this.#checkRoom(file).then((room) => {
      if (!room) {
        this.#showFlow({ phase: 'failed', error: say('tooLarge', file.name) });
        return;
      }
      const form = new FormData();
      Object.entries(more).forEach(([name, value]) => form.append(name, value));
      form.append(field, file);
      this.#flow.upload(path, form, file.name);
    });
  }

  /** Asked first: a refusal in the middle of an upload reaches no browser. */
  async #checkRoom(file) {
    const update = await readUpdate().catch(() => null);
    return update === null || file.size < update.freeBytes;
  }

  #showFlow(state) {
    const { phase } = state;
    const busy = BUSY.includes(phase);
    this.#showSteps(state);
    byId('updateProgress').hidden = !busy;
    if (MEASURED.includes(phase)) {
      byId('updateProgress').value = state.percent;
    } else {
      byId('updateProgress').removeAttribute('value');
    }
    byId('btnInstall').hidden = phase !== 'ready';
    setText(byId('btnInstall'), say(state.kind === 'restore' ? 'restoreNow' : 'installNow'));
    byId('btnCancelUpdate').hidden = phase !== 'ready';
    byId('btnStopUpload').hidden = phase !== 'uploading';
    for (const control of byId('updateCards').querySelectorAll('form button, #slotRows button, #btnFetch')) {
      control.disabled = busy;
    }
    byId('updateResult').dataset.state = this.#mood(state);
    setText(byId('updateResult'), this.#words(state));
    if (phase === 'back') {
      this.#afterReturn(state);
    } else if (phase === 'failed') {
      readSlots().then((slots) => this.#showSlots(slots), () => null);
    }
  }

  /** What is done has a tick, what failed a cross. */
  #showSteps(state) {
    const { phase } = state;
    const failed = ENDED.includes(phase) || (phase === 'back' && this.#mood(state) === 'refused');
    if (failed && phase === 'back') {
      this.#step = FAILED_AT[state.last?.result] ?? -1;
    } else if (!ENDED.includes(phase)) {
      this.#step = STEP_OF[phase] ?? -1;
    }
    [...byId('updateSteps').children].forEach((step, index) => {
      const now = failed ? 'failed' : 'now';
      step.dataset.state = index < this.#step ? 'done' : index === this.#step ? now : '';
      step.toggleAttribute('aria-current', index === this.#step);
      if (index === this.#step) {
        step.setAttribute('aria-current', 'step');
      }
    });
  }

  #mood({ phase, last, kind }) {
    if (phase === 'back') {
      return kind === 'restore' || last?.result === 'updated' ? 'saved' : 'refused';
    }
    return phase === 'failed' || phase === 'lost' ? 'refused' : 'pending';
  }

  #words(state) {
    const { phase, file, percent, to, error, seconds, last, kind } = state;
    switch (phase) {
      case 'uploading': return say('phaseUploading', file, percent);
      case 'checking': return say('phaseChecking');
      case 'ready': return kind === 'restore' ? say('phaseReadyBackup', file) : say('phaseReady', file, this.#from, to);
      case 'silencing': return say('phaseSilencing');
      case 'installing': return say('phaseInstalling', percent);
      case 'restarting': return say('phaseRestarting', seconds ?? 0);
      case 'failed': return say('failedWith', error);
      case 'stopped': return say('stopped');
      case 'lost': return say('notBack', seconds);
      case 'back': return kind === 'restore' ? say('resultRestored') : outcomeWords(last);
      default: return '';
    }
  }

  /** A page of another version than the gateway's is loaded anew, once. */
  async #afterReturn({ version }) {
    if (matchesVersion(version)) {
      this.#flow.told();
      await this.show();
    }
  }

  #showSlots({ slots, last }) {
    byId('slotRows').replaceChildren(...slots.map((slot) => {
      const actions = element('td', { class: 'actions' });
      if (slot.booted) {
        actions.append(element('b', {}, say('slotRuns')));
      } else if (slot.state !== 'empty' && slot.version !== '') {
        const start = element('button', { type: 'button', id: `btnBoot${slot.name}` }, say('bootThis'));
        start.addEventListener('click', () => this.#boot(slot));
        actions.append(start);
      }
      return element('tr', {}, element('th', { scope: 'row' }, slot.name), element('td', {}, slot.version || '–'),
        element('td', {}, say(`slot.${slot.state}`)), actions);
    }));
    byId('lastUpdate').dataset.state = last?.result === 'updated' ? 'saved' : 'refused';
    setText(byId('lastUpdate'), last?.result && this.#flow.state.phase !== 'back' ? outcomeWords(last) : '');
  }

  #boot(slot) {
    if (confirm(say(slot.state === 'bad' ? 'bootBadAsk' : 'bootAsk', slot.version))) {
      this.#flow.restarting(() => bootSlot(slot.name));
    }
  }

  async #backup() {
    const phrase = byId('backupPhrase').value;
    this.#tell('backupResult', 'pending', say('backupMaking'));
    try {
      await saveFile(`otgw-pi-backup-${stamp()}.zip`, await backup(phrase));
      this.#tell('backupResult', 'saved', say('backupMade'));
    } catch (problem) {
      this.#tell('backupResult', 'refused', say('refused', problem.message));
    }
  }

  async #saveSearch() {
    try {
      await saveSetting('updateurl', byId('searchUrl').value.trim());
      await saveSetting('updatecheck', String(byId('searchOn').checked));
      this.#tell('searchResult', 'saved', say('saved'));
    } catch (problem) {
      this.#tell('searchResult', 'refused', say('refused', problem.message));
    }
  }

  async #search() {
    try {
      await searchUpdate();
      this.#showSearch((await readUpdate()).search);
    } catch (problem) {
      this.#tell('searchResult', 'refused', say('refused', problem.message));
    }
  }

  #showSearch({ enabled, looked, problem, version, notes }) {
    byId('btnFetch').hidden = version === '';
    setText(byId('searchNotes'), version === '' ? '' : notes);
    if (problem !== '') {
      this.#tell('searchResult', 'refused', problem);
    } else if (version !== '') {
      this.#tell('searchResult', 'saved', say('searchFound', version));
    } else {
      this.#tell('searchResult', 'pending', enabled ? (looked === null ? '' : say('searchNone')) : say('searchOff'));
    }
  }

  #tell(id, state, words) {
    byId(id).dataset.state = state;
    setText(byId(id), words);
  }
}

function outcomeWords({ result: outcome, from, to, reason } = {}) {
  const key = { updated: 'resultUpdated', rolled_back: 'resultRolledBack', broken_off: 'resultBrokenOff' }[outcome];
  return key === undefined ? '' : say(key, from, to, reason).trim();
}

export function load() {
  return new UpdatePage();
}
