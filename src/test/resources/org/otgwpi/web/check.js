/** Compares by content and says both sides when they differ. */
export function check(actual, expected, what = 'value') {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (left !== right) {
    throw new Error(`${what}: expected ${right} but was ${left}`);
  }
}
