/** What the browser keeps for this page. A browser that forbids it forgets, and nothing else is lost. */

export function readKept(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** @param {string | null} text null removes it */
export function keep(key, text) {
  try {
    if (text === null) {
      localStorage.removeItem(key);
    } else {
      localStorage.setItem(key, text);
    }
  } catch (problem) {
    console.info('The browser keeps nothing:', problem.message);
  }
}
