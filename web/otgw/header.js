/** The head of every page: name and clock of the gateway, theme and language. */

import { byId, element, setText } from '../shared/dom.js';
import { keep } from '../shared/kept.js';
import { chooseTheme, isDark } from '../shared/theme.js';
import { languages, say } from './texts.js';

export function themeButton(button) {
  const show = () => setText(button, say(isDark() ? 'toLight' : 'toDark'));
  button.addEventListener('click', () => chooseTheme(!isDark()));
  addEventListener('themechange', show);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
  show();
}

/** A page is built in one language; another one means building it again. */
export function languageChoice(select) {
  for (const [code, name] of Object.entries(languages)) {
    select.append(element('option', { value: code, lang: code }, name));
  }
  select.value = document.documentElement.lang;
  select.addEventListener('change', () => {
    keep('language', select.value);
    location.reload();
  });
}

/** The gateway's clock: told by it once in a while, going on by itself in between. */
export class Clock {
  #told = null;
  #toldAt = 0;

  /** @param {string} dateTime like 2026-01-31 12:34:56, in the gateway's time zone */
  tell(dateTime) {
    this.#told = Date.parse(`${dateTime.replace(' ', 'T')}Z`);
    this.#toldAt = Date.now();
    this.show();
  }

  show() {
    if (this.#told !== null && !Number.isNaN(this.#told)) {
      const now = new Date(this.#told + Date.now() - this.#toldAt).toISOString();
      setText(byId('theTime'), `${now.slice(0, 10)} ${now.slice(11, 19)}`);
    }
  }
}
