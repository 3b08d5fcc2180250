/** Dark or light: as the system prefers, until the user chooses; then the choice is kept. */

import { keep } from './kept.js';

export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen === undefined ? matchMedia('(prefers-color-scheme: dark)').matches : chosen === 'dark';
}

/** @param {boolean} dark */
export function chooseTheme(dark) {
  const theme = dark ? 'dark' : 'light';
  document.documentElement.dataset.theme = theme;
  keep('theme', theme);
  dispatchEvent(new Event('themechange'));
}
