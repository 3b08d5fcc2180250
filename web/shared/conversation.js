/** What was said to a server and what it said, and a field to say more. */

import { element } from './dom.js';

const MOST_ROWS = 200;

export class Conversation {
  #list;
  #say;

  /** @param {HTMLElement} list an element with role=log */
  constructor(list, say) {
    this.#list = list;
    this.#say = say;
  }

  sent(text) {
    this.#add('sent', text);
  }

  received(text) {
    this.#add('received', text);
  }

  #add(direction, text) {
    const atEnd = this.#list.scrollTop + this.#list.clientHeight >= this.#list.scrollHeight - 4;
    this.#list.append(element('div', { 'data-direction': direction },
      element('span', { class: 'tag' }, this.#say(direction)), ' ', element('bdi', {}, text)));
    while (this.#list.children.length > MOST_ROWS) {
      this.#list.firstElementChild.remove();
    }
    if (atEnd) {
      this.#list.scrollTop = this.#list.scrollHeight;
    }
  }
}

/** Sends what stands in the form's field, and shows it. */
export function sendByForm(form, field, socket, conversation) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (socket.send(field.value)) {
      conversation.sent(field.value);
      field.select();
    }
  });
}
