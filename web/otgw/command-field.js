/** Sends a command to the gateway chip, shows its answer or the reason against it, explains it, keeps a history. */

import { readAny, Refused, sendCommand } from '../shared/api.js';
import { setText } from '../shared/dom.js';
import { History } from './history.js';
import { say, sayOr } from './texts.js';

/** @param {HTMLFormElement} form  @param {HTMLInputElement} input  @param {HTMLOutputElement} result */
export function commandField(form, input, result) {
  const history = new History();

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const command = input.value.trim();
    if (command === '' || input.readOnly) {
      return;
    }
    history.add(command);
    input.readOnly = true;
    show('pending', say('commandPending'));
    try {
      const answer = await sendCommand(command);
      const reason = sayOr(`refusal.${answer}`, '');
      if (reason === '') {
        show('answer', `${command} → ${answer}`);
        input.value = '';
      } else {
        show('refused', `${command} → ${answer}: ${reason}`);
      }
    } catch (problem) {
      show('refused', problem instanceof Refused ? problem.message : say('commandUnknown'));
    } finally {
      input.readOnly = false;
    }
  });

  let commands = null;

  input.addEventListener('input', async () => {
    commands ??= readAny('_pi/commands').then((body) => body.commands);
    const typed = input.value.trim().slice(0, 2).toUpperCase();
    const known = (await commands.catch(() => {
      commands = null;
      return [];
    })).find(({ code }) => code === typed);
    if (input.value.trim().slice(0, 2).toUpperCase() === typed && typed !== '') {
      show('explained', known ? `${known.code}: ${known.description} (${known.takes})` : say('commandHint'));
    }
  });

  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const command = event.key === 'ArrowUp' ? history.older(input.value) : history.newer();
      if (command !== null) {
        input.value = command;
      }
      event.preventDefault();
    }
  });

  function show(state, text) {
    result.dataset.state = state;
    setText(result, text);
  }
}
