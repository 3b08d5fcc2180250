/** What stands ready in the browser's console: otgwDebug, otgwPersistence, and the hooks that bookmarklets use. */

import { readAny, readSettings, readStatus, readValues, sendCommand } from '../shared/api.js';
import { keep, readKept } from '../shared/kept.js';
import { saveFile, stamp } from '../shared/save-file.js';
import { monitorLayout } from './log-export.js';

const BUFFER_KEY = 'otgw_log_buffer';
const LINES_KEPT = 2_000;

const HELP = {
  'help()': 'this list',
  'status()': 'state of gateway, chip, bus and clients',
  'info()': 'facts of the device',
  'settings()': 'all settings',
  'wsStatus()': 'state of the live connection',
  'wsReconnect()': 'opens the live connection again',
  'wsDisconnect()': 'closes the live connection',
  'otmonitor()': 'the monitor values',
  'logs(n)': 'the last n lines of the log (50)',
  'clearLogs()': 'empties the log',
  'persistence()': 'what the browser keeps',
  'api(path)': 'GET /api/<path>',
  'health()': 'health of the gateway',
  'sendCmd(cmd)': 'sends a command such as TT=21.5 and shows its answer',
  'exportLogs()': 'downloads the log in the layout of otmonitor',
  'exportData()': 'downloads the data of the graph',
  'verbose(on)': 'prints each live message',
};

/**
 * @param {object} parts
 * @param {import('../shared/live-connection.js').LiveConnection} parts.connection
 * @param {import('./log-store.js').LogStore} parts.store
 * @param {import('./log-panel.js').LogPanel} parts.logPanel
 * @param {import('./graph-panel.js').GraphPanel} parts.graphPanel
 * @param {import('./preferences.js').Preferences} parts.preferences
 * @returns {{verbose: boolean}} whether live messages are to be printed
 */
export function installConsoleHelper({ connection, store, logPanel, graphPanel, preferences }) {
  const state = { verbose: false };
  const print = async (promise) => {
    const result = await promise;
    console.log(result);
    return result;
  };

  window.otgwPersistence = {
    save() {
      keep(BUFFER_KEY, JSON.stringify(store.rows.slice(-LINES_KEPT).map(({ text }) => ({ data: text }))));
      preferences.save();
    },
    restore: () => JSON.parse(readKept(BUFFER_KEY) ?? '[]'),
    clear() {
      keep(BUFFER_KEY, null);
      preferences.clear();
    },
    info: () => ({ bufferBytes: (readKept(BUFFER_KEY) ?? '').length, preferences: preferences.all() }),
  };

  window.otgwDebug = {
    help: () => console.table(HELP),
    status: () => print(readStatus()),
    info: () => print(readAny('api/v0/devinfo')),
    settings: () => print(readSettings()),
    wsStatus: () => connection.state,
    wsReconnect() {
      connection.stop();
      connection.start();
    },
    wsDisconnect: () => connection.stop(),
    otmonitor: () => print(readValues().then(({ values }) => values)),
    logs: (count = 50) => store.rows.slice(-count).map(({ text }) => text),
    clearLogs: () => logPanel.clear(),
    persistence: () => window.otgwPersistence.info(),
    api: (path) => print(readAny(`api/${path}`)),
    health: () => print(readAny('api/v1/health')),
    sendCmd: (command) => print(sendCommand(command)),
    exportLogs: () => saveFile(`otgw-log-${stamp()}.txt`, new Blob([monitorLayout(store.rows)], { type: 'text/plain' })),
    exportData: () => graphPanel.export(),
    verbose(on = true) {
      state.verbose = on;
    },
  };
  window.saveBlobToLogDir = saveFile;
  window.enterFlashMode = () => connection.stop();
  window.exitFlashMode = () => connection.start();
  return state;
}
