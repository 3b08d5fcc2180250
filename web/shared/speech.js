/** The words of the pages besides the gateway's, which has its own, in the user's language. */

import { frameWords } from './frame-words.js';

/** In the order in which the columns of every table of words stand. */
export const languages = {
  en: 'English',
  nl: 'Nederlands',
  de: 'Deutsch',
  fr: 'Français',
  it: 'Italiano',
  zh: '中文',
  hi: 'हिन्दी',
};

const column = Math.max(0, Object.keys(languages).indexOf(document.documentElement.lang));

/**
 * A page's own words and those that all pages share.
 *
 * @param {Record<string, string[]>} words one row per key, one column per language; {0}, {1} stand for what is put in
 */
export function speech(words) {
  const all = { ...frameWords, ...words };

  function say(key, ...parts) {
    const row = all[key];
    if (row === undefined) {
      throw new Error(`The page has no words for ${key}`);
    }
    return row[column].replace(/\{(\d)\}/g, (whole, number) => String(parts[number]));
  }

  /** Words for something the device names, or its own name where there are none. */
  function sayOr(key, otherwise) {
    return key in all ? say(key) : otherwise;
  }

  /** data-say names the text of an element, data-say-label, -title and -placeholder its attributes. */
  function translate(root) {
    for (const node of root.querySelectorAll('[data-say]')) {
      node.textContent = say(node.dataset.say);
    }
    for (const [name, attribute] of [['label', 'aria-label'], ['title', 'title'], ['placeholder', 'placeholder']]) {
      for (const node of root.querySelectorAll(`[data-say-${name}]`)) {
        node.setAttribute(attribute, say(node.getAttribute(`data-say-${name}`)));
      }
    }
  }

  /** A length of time such as the uptime, in its two largest units. */
  function duration(seconds) {
    const days = Math.floor(seconds / 86_400);
    const hours = Math.floor(seconds / 3600) % 24;
    const minutes = Math.floor(seconds / 60) % 60;
    if (days > 0) {
      return say('daysHours', days, hours);
    }
    if (hours > 0) {
      return say('hoursMinutes', hours, minutes);
    }
    return say('minutesSeconds', minutes, Math.floor(seconds) % 60);
  }

  return { say, sayOr, translate, duration };
}
