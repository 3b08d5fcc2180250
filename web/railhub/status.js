/** What the hub says of itself. */

import { byId, element, setText } from '../shared/dom.js';

const RAM_32 = 320 * 1024;
const RAM_8266 = 80 * 1024;

export class StatusView {
  #speaking;
  #facts = new Map();
  #gauges = new Map();

  constructor(speaking) {
    this.#speaking = speaking;
  }

  show(status) {
    const { say, duration } = this.#speaking;
    this.#fact(say('nameOfHub'), status.name);
    this.#fact(say('address'), `${status.ip} · ${status.macAddress}`);
    if (status.ssid) {
      this.#fact(say('wifi'), status.ssid);
    }
    this.#fact(say('uptime'), duration(status.uptime / 1000));
    this.#fact(say('buildDate'), status.buildDate);
    if (status.wsClients !== undefined) {
      this.#fact(say('viewers'), String(status.wsClients));
    }
    const ram = 'chasingGroups' in status ? RAM_8266 : RAM_32;
    this.#gauge(say('ram'), ram - status.freeHeap, ram);
    this.#gauge(say('flash'), status.flashUsed, status.flashPartition);
    for (const core of [0, 1]) {
      const load = status[`cpuLoad${core}`];
      if (load !== undefined) {
        this.#show(say('cpu', core), load, `${Math.round(load)} %`);
      }
    }
  }

  #fact(name, value) {
    if (!this.#facts.has(name)) {
      const made = element('dd');
      this.#facts.set(name, made);
      byId('facts').append(element('div', {}, element('dt', {}, name), made));
    }
    setText(this.#facts.get(name), value ?? '–');
  }

  #gauge(name, used, whole) {
    const kilobytes = (bytes) => Math.round(bytes / 1024);
    this.#show(name, 100 * used / whole, this.#speaking.say('kilobytes', kilobytes(used), kilobytes(whole)));
  }

  #show(name, percent, text) {
    if (!this.#gauges.has(name)) {
      const meter = element('meter', { min: '0', max: '100', 'aria-label': name });
      const value = element('span');
      this.#gauges.set(name, { meter, value });
      byId('gauges').append(element('li', { class: 'panel' }, element('h3', {}, name), meter, value));
    }
    const { meter, value } = this.#gauges.get(name);
    meter.value = percent;
    setText(value, text);
  }
}
