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

/** The browser's local time in the form of the log's time column. */
export function timeColumn(date) {
  const two = (number) => String(number).padStart(2, '0');
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${clock}.${String(date.getMilliseconds()).padStart(3, '0')}000`;
}
