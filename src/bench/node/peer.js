// Broadcasts the lines of a terminal with ws, by its public interface: node peer.js TERMINAL PORT BEFORE AFTER
'use strict';

const fs = require('node:fs');
const tty = require('node:tty');
const { WebSocketServer } = require('ws');

const [terminal, port, before, after] = process.argv.slice(2);
const server = new WebSocketServer({
  host: '127.0.0.1',
  port: Number(port),
  backlog: 4096,
  perMessageDeflate: false,
});
server.on('connection', (client) => client.on('error', () => client.terminate()));

function broadcast(line) {
  const text = Buffer.from(before + line + after);
  for (const client of server.clients) {
    if (client.readyState === 1) client.send(text, { binary: false });
  }
}

let rest = '';
const input = new tty.ReadStream(fs.openSync(terminal, 'r+'));
input.setRawMode(true);
input.setEncoding('latin1');
input.on('data', (text) => {
  const lines = (rest + text).split('\r\n');
  rest = lines.pop();
  for (const line of lines) broadcast(line);
});
