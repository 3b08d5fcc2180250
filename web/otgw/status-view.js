/** What the gateway says about itself: notices in words where something is amiss, and the list of facts. */

import { element } from '../shared/dom.js';
import { durationInWords, texts } from './texts.js';

/**
 * The notices that a status calls for, worst first.
 * @returns {{level: 'bad' | 'warn' | 'info', text: string}[]}
 */
export function noticesOf(status) {
  const notices = [];
  const add = (level, text) => notices.push({ level, text });
  if (!status.port.open) {
    add('bad', status.port.problem ?? texts.portClosed(status.port.name));
  } else if (!status.pic.available) {
    add('bad', texts.picMissing);
  } else if (status.busSilent) {
    add('warn', texts.busSilent);
  } else {
    if (status.thermostat === 'silent') {
      add('warn', texts.thermostatSilent);
    }
    if (status.boiler === 'silent') {
      add('warn', texts.boilerSilent);
    }
  }
  if (status.gatewayMode === 'monitor') {
    add('info', texts.monitorMode);
  }
  if (status.simulated) {
    add('info', texts.simulated);
  }
  return notices;
}

/** Changes the list only when it says something else than before, so that it is read out only then. */
export function showNotices(list, notices) {
  const content = JSON.stringify(notices);
  if (list.dataset.content !== content) {
    list.dataset.content = content;
    list.replaceChildren(
      ...notices.map(({ level, text }) => element('li', { class: 'notice', 'data-level': level }, text)));
  }
}

/** @param {HTMLDListElement} list */
export function showFacts(list, status) {
  list.replaceChildren(...factsOf(status).map(([name, value]) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, value))));
}

function factsOf({ version, pic, gatewayMode, port, thermostat, boiler, uptimeSeconds, line, viewers, port81Clients,
  supervisor }) {
  const facts = [
    ['Version', version],
    ['PIC firmware', pic.available ? `${pic.firmware} ${pic.version ?? ''}`.trim() : 'no answer'],
    ['Mode', gatewayMode],
    ['Thermostat', thermostat],
    ['Boiler', boiler],
    ['Serial port', `${port.name}${port.open ? '' : ' (closed)'}`],
    ['Frames', String(line.frames)],
    ['Unreadable lines', String(line.malformed + line.overflows)],
    ['Error reports', String(line.errors)],
    ['Viewers', `${viewers} here, ${port81Clients} on port 81`],
    ['Uptime', durationInWords(uptimeSeconds)],
  ];
  const latest = supervisor.at(-1);
  if (latest !== undefined) {
    facts.push(['Last intervention', `${latest.action}: ${latest.reason}`]);
  }
  return facts;
}
