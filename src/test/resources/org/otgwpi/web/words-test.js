import { facts, settings, values } from '/otgw/labels.js';
import { picWords } from '/otgw/pic-words.js';
import { updateWords } from '/otgw/update-words.js';
import { words as pageWords } from '/otgw/words.js';
import { say, translate } from '/otgw/texts.js';
import { check } from '/test/check.js';

const placeholders = (text) => [...text.matchAll(/\{\d\}/g)].map(String).sort().join();

export const tests = {
  everyRowHasFourLanguagesWithTheSamePlaces() {
    for (const [key, row] of Object.entries({ ...pageWords, ...picWords, ...updateWords })) {
      check(row.length, 4, key);
      for (const text of row) {
        check(placeholders(text), placeholders(row[0]), key);
        check(text.trim() !== '', true, key);
      }
    }
  },

  everyLabelHasFourLanguages() {
    for (const [key, row] of Object.entries({ ...values, ...facts, ...settings })) {
      check([row.length, row.slice(1).every((text) => text !== '')], [4, true], key);
    }
  },

  textGoesInAsText() {
    document.body.innerHTML = '<p data-say="home"></p><input data-say-label="search" data-say-placeholder="search">';
    translate(document.body);
    check(document.querySelector('p').textContent, 'Home');
    check(document.querySelector('input').getAttribute('aria-label'), 'Search');
    check(say('deleteAsk', '<b>"\u202E🔥'), 'Delete <b>"\u202E🔥?');
  },
};
