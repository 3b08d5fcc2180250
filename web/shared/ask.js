/** Asks the user something in a dialog of the page: unlike confirm() it lets the page live on behind it. */

import { element } from './dom.js';

/**
 * @param {object} question
 * @param {string} question.title
 * @param {string[]} [question.lines] paragraphs below it
 * @param {string} question.yes word on the button that does it
 * @param {string} question.no word on the button that does nothing; so does the Escape key
 * @returns {Promise<boolean>}
 */
export function ask({ title, lines = [], yes, no }) {
  const refuse = element('button', { value: '' }, no);
  const dialog = element('dialog', { class: 'ask', 'aria-labelledby': 'askTitle' },
    element('form', { method: 'dialog' },
      element('h2', { id: 'askTitle' }, title),
      ...lines.map((line) => element('p', {}, line)),
      element('div', { class: 'ask-buttons' }, refuse, element('button', { value: 'yes', class: 'primary' }, yes))));
  document.body.append(dialog);
  dialog.showModal();
  refuse.focus();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}
