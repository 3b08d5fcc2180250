/** What the page asks of the hub; each call is one of its own routes. */

import { post } from '../shared/device.js';

export const setOutput = (pin, active, brightness) => post('api/control', { pin, active, brightness });
export const setName = (pin, name) => post('api/name', { pin, name });
export const setInterval = (pin, interval) => post('api/interval', { pin, interval });
export const createGroup = (group) => post('api/chasing/create', group);
export const deleteGroup = (groupId) => post('api/chasing/delete', { groupId });
export const nameGroup = (groupId, name) => post('api/chasing/name', { groupId, name });

/**
 * Sends the newest of many wishes, one at a time: a slider makes more of them than a network takes.
 *
 * @param {(value: any) => Promise<unknown>} send
 * @param {(problem: Error) => void} fail
 */
export function newestOnly(send, fail) {
  let wanted;
  let waiting = false;
  let sending = false;

  async function run() {
    sending = true;
    while (waiting) {
      waiting = false;
      try {
        await send(wanted);
      } catch (problem) {
        fail(problem);
      }
    }
    sending = false;
  }

  return (value) => {
    wanted = value;
    waiting = true;
    if (!sending) {
      run();
    }
  };
}
