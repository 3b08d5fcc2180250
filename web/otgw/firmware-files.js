/** What can be said of firmware files without asking anyone: their order, and what installing one would mean. */

/**
 * @typedef {object} FirmwareFile
 * @property {string} name
 * @property {number} size bytes
 * @property {string} version empty if it is not known
 * @property {string} kind gateway, diagnose, interface or unknown
 * @property {string | null} problem why it cannot be used
 */

const KINDS = ['gateway', 'diagnose', 'interface'];

/** The files as the author's web site names them. */
export const PUBLISHED = KINDS.map((kind) => `${kind}.hex`);

/**
 * Which of two versions is the later one: 4.2.5 is later than 4.2, and 5.0 is later than its preliminary 5.0b2.
 * @returns {number} negative, zero or positive
 */
export function compareVersions(one, other) {
  const parts = (version) => version.match(/\d+|[a-z]+/gi) ?? [];
  const [a, b] = [parts(one), parts(other)];
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const order = rank(a[index]) - rank(b[index]) || String(a[index] ?? '').localeCompare(b[index] ?? '', 'en', { numeric: true });
    if (order !== 0) {
      return order;
    }
  }
  return 0;
}

/** A letter means preliminary: before the end, which is before a further number. */
function rank(part) {
  if (part === undefined) {
    return 1;
  }
  return /\d/.test(part) ? 2 : 0;
}

/** Gateway first, each kind from its latest version on. @param {FirmwareFile[]} files */
export function inOrder(files) {
  const place = ({ kind }) => (KINDS.indexOf(kind) + KINDS.length + 1) % (KINDS.length + 1);
  return [...files].sort((a, b) =>
    place(a) - place(b) || compareVersions(b.version, a.version) || a.name.localeCompare(b.name));
}

/**
 * What it would be to install this file.
 * @param {FirmwareFile} file
 * @param {{kind: string, version: string}} running in the chip now
 * @returns {'install' | 'again' | 'upgrade' | 'downgrade'}
 */
export function meaningOf(file, running) {
  if (file.problem !== null || file.kind !== running.kind || file.version === '' || running.version === '') {
    return 'install';
  }
  const order = compareVersions(file.version, running.version);
  return order === 0 ? 'again' : order > 0 ? 'upgrade' : 'downgrade';
}
