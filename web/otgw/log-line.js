/**
 * The fixed columns of a log line (otgw-http-ws 2.6). A payload may hold line breaks of its own (ids 4 and 101); they
 * are shown as one mark, so that one frame stays one row.
 */

const FRAME = /^\d\d:\d\d:\d\d\.\d{6} /;
const SHORTEST = 66;

/**
 * @typedef {object} LogEntry one row of the log, a frame or an event
 * @property {string} text the whole line, without its end
 * @property {'frame' | 'command' | 'answer' | 'error' | 'connection' | 'system'} kind
 */

/** @returns {LogEntry | null} null for a text that is no log line */
export function frameEntry(text) {
  const line = text.replace(/\r\n$/, '').replace(/\s*\r\n\s*/g, ' ⏎ ');
  return FRAME.test(line) && line.length >= SHORTEST ? { kind: 'frame', text: line } : null;
}

/** @returns {LogEntry} an event laid out in the columns of the frames: time, what it is, text */
export function eventEntry(time, kind, text) {
  return { kind, text: `${time} ${kind.padEnd(18)} ${text.replace(/\s*\r?\n\s*/g, ' ⏎ ')}` };
}

/** Cuts a row into its columns; joined again they are the row's text. */
export function columnsOf({ kind, text }) {
  if (kind !== 'frame') {
    return { time: text.slice(0, 16), source: text.slice(16, 35), payload: text.slice(35) };
  }
  return {
    time: text.slice(0, 16),
    source: text.slice(16, 35),
    raw: text.slice(35, 45),
    id: text.slice(45, 49),
    type: text.slice(49, 65),
    flag: text.slice(65, 67),
    payload: text.slice(67),
  };
}

/** The first letter of the raw frame tells who sent it: T, B, R, A or E. */
export function originOf({ kind, text }) {
  return kind === 'frame' ? text[35] : '';
}

/** Overridden by the gateway, or broken: the value was not taken. */
export function isIgnored({ kind, text }) {
  return kind === 'frame' && (text[65] === '-' || text[65] === 'P');
}

/**
 * @typedef {object} FrameParts what a frame says
 * @property {string} origin T, B, R, A or E
 * @property {string} raw the nine characters as they came
 * @property {number} type 0 to 7
 * @property {number} id
 * @property {string} direction the message type in words
 * @property {string} flag > - P or a blank
 * @property {string} label
 * @property {string} value with its unit; empty if the payload has no equals sign
 */

/** @returns {FrameParts | null} null for what is no frame */
export function partsOf({ kind, text }) {
  if (kind !== 'frame') {
    return null;
  }
  const payload = text.slice(67);
  const equals = payload.indexOf('=');
  return {
    origin: text[35],
    raw: text.slice(35, 44),
    type: Number.parseInt(text[36], 16) & 7,
    id: Number(text.slice(45, 48)),
    direction: text.slice(49, 65).trim(),
    flag: text[65],
    label: (equals < 0 ? payload : payload.slice(0, equals)).trim(),
    value: equals < 0 ? '' : payload.slice(equals + 1).trim(),
  };
}

const MICROS_PER_DAY = 86_400_000_000;

/** How many milliseconds after {@code earlier} a line was written, by their time columns; across midnight too. */
export function millisBetween(earlier, later) {
  const micros = ({ text }) => (Number(text.slice(0, 2)) * 3600 + Number(text.slice(3, 5)) * 60 + Number(text.slice(6, 8)))
    * 1_000_000 + Number(text.slice(9, 15));
  return ((micros(later) - micros(earlier) + MICROS_PER_DAY) % MICROS_PER_DAY) / 1000;
}
