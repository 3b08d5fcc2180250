/** The head of the pages besides the gateway's: theme, language, the state of the connection. */

import { read } from './device.js';
import { byId, element, setText } from './dom.js';
import { keep } from './kept.js';
import { languages } from './speech.js';
import { chooseTheme, isDark } from './theme.js';

/** Fills the head in and brings it to life. */
export function frame({ say, translate }) {
  translate(document.body);
  themeButton(byId('btnTheme'), say);
  languageChoice(byId('language'));
}

/** Leads to the board where its lamps and buttons can be seen without hardware. */
export async function linkToBoard(say) {
  const { simulated } = await read('_pi/status');
  if (simulated) {
    document.querySelector('nav').append(element('a', { href: '_pi/board' }, say('seeBoard')));
  }
}

function themeButton(button, say) {
  const show = () => setText(button, say(isDark() ? 'toLight' : 'toDark'));
  button.addEventListener('click', () => chooseTheme(!isDark()));
  addEventListener('themechange', show);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
  show();
}

/** A page is built in one language; another one means building it again. */
function languageChoice(select) {
  for (const [code, name] of Object.entries(languages)) {
    select.append(element('option', { value: code, lang: code }, name));
  }
  select.value = document.documentElement.lang;
  select.addEventListener('change', () => {
    keep('language', select.value);
    location.reload();
  });
}

/** @param {'connecting' | 'connected' | 'disconnected'} state */
export function showConnection(state, say) {
  byId('wsStatus').dataset.state = state;
  setText(byId('wsStatusText'), say(state));
}
