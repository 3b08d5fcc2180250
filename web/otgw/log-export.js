/** The log as text, in the layouts that users know. */

import { columnsOf, partsOf } from './log-line.js';

const RULE = `#${'='.repeat(70)}`;

/** One row as it is shown, with its time or without. */
export function lineOf({ text }, withTime) {
  return withTime ? text : text.slice(16);
}

/** A whole export with its head. */
export function exportOf(rows, withTime, date = new Date()) {
  return ['# OTGW Log Export', `# Exported: ${date.toLocaleString()}`, `# Total Lines: ${rows.length}`, RULE, '',
    ...rows.map((row) => lineOf(row, withTime)), ''].join('\n');
}

/** The columns that the program otmonitor reads: time, raw message, type, text. */
export function monitorLayout(rows) {
  return rows.filter(({ kind }) => kind === 'frame').map((row) => {
    const { raw, direction } = partsOf(row);
    return row.text.slice(0, 15).padEnd(17) + raw.padEnd(11) + direction.padEnd(12) + columnsOf(row).payload;
  }).join('\n');
}
