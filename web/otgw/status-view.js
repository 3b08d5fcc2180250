/** What the gateway says about itself: notices in words where something is amiss, and the list of facts. */

import { element } from '../shared/dom.js';
import { durationInWords, say, sayOr } from './texts.js';

/**
 * The notices that a status calls for, worst first. While the chip is written nobody else can be heard.
 * @param {{running: boolean, interrupted: boolean}} [flash]
 * @returns {{level: 'bad' | 'warn' | 'info', text: string, route?: string}[]}
 */
export function noticesOf(status, flash = { running: false, interrupted: false }) {
  const notices = [];
  const add = (level, text, route) => notices.push({ level, text, route });
  if (flash.running) {
    add('info', say('flashNotice'), 'pic');
  } else if (flash.interrupted) {
    add('bad', say('incompleteNotice'), 'pic');
  } else if (!status.port.open) {
    add('bad', status.port.problem ?? say('portClosed', status.port.name));
  } else if (!status.pic.available) {
    add('bad', say('picMissing'));
  } else if (status.busSilent) {
    add('warn', say('busSilent'));
  } else {
    if (status.thermostat === 'silent') {
      add('warn', say('thermostatSilent'));
    }
    if (status.boiler === 'silent') {
      add('warn', say('boilerSilent'));
    }
  }
  for (const problem of status.problems ?? []) {
    add('warn', problem);
  }
  if (status.gatewayMode === 'monitor') {
    add('info', say('monitorMode'));
  }
  if (status.simulated) {
    add('info', say('simulated'));
  }
  return notices;
}

/** Changes the list only when it says something else than before, so that it is read out only then. */
export function showNotices(list, notices) {
  const content = JSON.stringify(notices);
  if (list.dataset.content !== content) {
    list.dataset.content = content;
    list.replaceChildren(
      ...notices.map(({ level, text, route }) => element('li', { class: 'notice', 'data-level': level }, text,
        ...(route === undefined ? [] : [' ', element('a', { href: `#${route}` }, say('picFirmware'))]))));
  }
}

/** @param {HTMLDListElement} list */
export function showFacts(list, status) {
  list.replaceChildren(...factsOf(status).map(([name, value]) =>
    element('div', {}, element('dt', {}, name), element('dd', {}, value))));
}

function factsOf({ version, pic, gatewayMode, port, thermostat, boiler, uptimeSeconds, line, viewers, port81Clients,
  supervisor }) {
  const state = (word) => sayOr(`state.${word}`, word);
  const facts = [
    [say('version'), version],
    [say('picFirmware'), pic.available ? `${pic.firmware} ${pic.version ?? ''}`.trim() : say('noAnswer')],
    [say('mode'), state(gatewayMode)],
    [say('thermostat'), state(thermostat)],
    [say('boiler'), state(boiler)],
    [say('serialPort'), port.open ? port.name : `${port.name} (${say('closed')})`],
    [say('frames'), String(line.frames)],
    [say('unreadable'), String(line.malformed + line.overflows)],
    [say('errorReports'), String(line.errors)],
    [say('viewers'), say('viewersOf', viewers, port81Clients)],
    [say('uptime'), durationInWords(uptimeSeconds)],
  ];
  const latest = supervisor.at(-1);
  if (latest !== undefined) {
    facts.push([say('intervention'), `${latest.action}: ${latest.reason}`]);
  }
  return facts;
}
