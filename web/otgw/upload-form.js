/** A form that uploads one file into a folder of the gateway, with a bar that shows how far it is. */

import { uploadFile } from '../shared/api.js';
import { setText } from '../shared/dom.js';
import { say } from './texts.js';

/**
 * @param {HTMLFormElement} form holds a file field, a progress bar and an element for the result
 * @param {object} target
 * @param {() => string} target.folder where the file goes
 * @param {(file: File) => string} [target.problemOf] why a file is not even sent; empty if it may go
 * @param {(file: File) => Promise<string>} target.stored called when it is there; returns what is amiss with it, or nothing
 */
export function uploadForm(form, { folder, problemOf = () => '', stored }) {
  const field = form.querySelector('input[type=file]');
  const button = form.querySelector('button');
  const bar = form.querySelector('progress');
  const result = form.querySelector('[role=status]');

  function tell(state, text) {
    result.dataset.state = state;
    setText(result, text);
  }

  async function upload(file) {
    if (file === undefined) {
      tell('refused', say('chooseFirst'));
      return;
    }
    const problem = problemOf(file);
    if (problem !== '') {
      tell('refused', problem);
      return;
    }
    button.disabled = true;
    bar.value = 0;
    bar.hidden = false;
    tell('pending', say('uploading', file.name, 0));
    try {
      await uploadFile(folder(), file, (part) => {
        bar.value = part;
        tell('pending', part < 1 ? say('uploading', file.name, Math.floor(part * 100)) : say('storing', file.name));
      });
      form.reset();
      const amiss = await stored(file);
      tell(amiss ? 'refused' : 'saved', amiss || say('uploaded', file.name));
    } catch (refusal) {
      tell('refused', say('refused', refusal.message));
    } finally {
      button.disabled = false;
      bar.hidden = true;
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    upload(field.files[0]);
  });
  return { clear: () => tell('', '') };
}
