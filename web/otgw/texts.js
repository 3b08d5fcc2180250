/** The words of the page in the user's language, and numbers and times in words. */

import { facts, settings, values } from './labels.js';
import { picWords } from './pic-words.js';
import { words as pageWords } from './words.js';

const words = { ...pageWords, ...picWords };

export const languages = { en: 'English', nl: 'Nederlands', de: 'Deutsch', fr: 'Français' };

const column = Math.max(0, Object.keys(languages).indexOf(document.documentElement.lang));

/** Adds the words of a page that is loaded when it is first shown. */
export function addWords(more) {
  Object.assign(words, more);
}

/** The words of this row with {0}, {1} filled in; a row that is missing is a fault in the page and is named. */
export function say(key, ...parts) {
  const row = words[key];
  if (row === undefined) {
    throw new Error(`The page has no words for ${key}`);
  }
  return row[column].replace(/\{(\d)\}/g, (whole, number) => String(parts[number]));
}

/** Words for something the gateway names, or its own name where there are none. */
export function sayOr(key, otherwise) {
  return key in words ? say(key) : otherwise;
}

/** Puts the words in: data-say names the text of an element, data-say-label, -title and -placeholder its attributes. */
export function translate(root) {
  for (const node of root.querySelectorAll('[data-say]')) {
    node.textContent = say(node.dataset.say);
  }
  for (const [name, attribute] of [['label', 'aria-label'], ['title', 'title'], ['placeholder', 'placeholder']]) {
    for (const node of root.querySelectorAll(`[data-say-${name}]`)) {
      node.setAttribute(attribute, say(node.getAttribute(`data-say-${name}`)));
    }
  }
}

/** A key without a label, such as the address of a sensor, is shown as it is. */
export function labelOf(key) {
  return values[key]?.[column] ?? key;
}

export function factLabelOf(key) {
  return facts[key]?.[column] ?? key;
}

/** @param {{name: string, label: string}} setting as the gateway lists it */
export function settingLabelOf({ name, label }) {
  return settings[name]?.[column] ?? label;
}

const formats = new Map();

/** A number with so many digits behind the point, or the comma where the language has one. */
export function numberInWords(value, digits) {
  if (!formats.has(digits)) {
    formats.set(digits, new Intl.NumberFormat(Object.keys(languages)[column],
      { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false }));
  }
  return formats.get(digits).format(value);
}

/** How old a value is, in words; empty while it is younger than a minute. */
export function ageInWords(seconds) {
  if (seconds < 60) {
    return '';
  }
  if (seconds < 3600) {
    return say('minutesAgo', Math.floor(seconds / 60));
  }
  return seconds < 86_400 ? say('hoursAgo', Math.floor(seconds / 3600)) : say('daysAgo', Math.floor(seconds / 86_400));
}

/** A length of time such as the uptime, in its two largest units. */
export function durationInWords(seconds) {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  if (days > 0) {
    return say('daysHours', days, hours);
  }
  return hours > 0 ? say('hoursMinutes', hours, minutes) : say('minutes', minutes);
}
