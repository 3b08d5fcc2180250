/** The picture, cards and lamps at the top. The page names in data attributes which value stands where. */

import { setText } from '../shared/dom.js';
import { ageInWords, numberInWords, say } from './texts.js';

const USUAL_DIGITS = 1;

/**
 * @param {ParentNode} root
 * @param {Record<string, {value: number | string, epoch: number}>} values
 * @param {number} gatewaySeconds the gateway's own clock, by which the age of a value is told
 */
export function showOverview(root, values, gatewaySeconds) {
  const seen = (key) => (values[key]?.epoch > 0 ? values[key].value : null);

  for (const node of root.querySelectorAll('[data-value]')) {
    const value = seen(node.dataset.value);
    const digits = Number(node.dataset.digits ?? USUAL_DIGITS);
    setText(node, value === null ? say('unseen') : numberInWords(value, digits));
    node.closest('.figure, text')?.classList.toggle('never', value === null);
  }
  for (const node of root.querySelectorAll('[data-age]')) {
    const key = node.dataset.age;
    setText(node, seen(key) === null ? '' : ageInWords(gatewaySeconds - values[key].epoch));
  }
  for (const node of root.querySelectorAll('[data-bar]')) {
    node.style.width = `${Math.min(100, Math.max(0, seen(node.dataset.bar) ?? 0))}%`;
  }
  for (const node of root.querySelectorAll('[data-lit]')) {
    node.classList.toggle('lit', seen(node.dataset.lit) === 'On');
  }
  for (const node of root.querySelectorAll('[data-lamp]')) {
    const value = seen(node.dataset.lamp);
    node.classList.toggle('lit', value === 'On');
    node.hidden = 'onlyOn' in node.dataset && value !== 'On';
    setText(node.querySelector('b'), value === null ? say('unseen') : value === 'On' ? say('on') : say('off'));
  }
}
