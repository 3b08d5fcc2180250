/** The remote control's page: the class of the lamp is its state, and every change comes by /ws. */

import { read } from '../shared/device.js';
import { byId, setText } from '../shared/dom.js';
import { frame, linkToBoard, showConnection } from '../shared/frame.js';
import { PlainSocket } from '../shared/plain-socket.js';
import { speech } from '../shared/speech.js';

const RETRY_MILLIS = 2_000;

const speaking = speech({
  title: ['Remote control', 'Afstandsbediening', 'Fernbedienung', 'Télécommande', 'Telecomando', '遥控器', 'रिमोट कंट्रोल'],
  led: ['The LED', 'De led', 'Die LED', 'La LED', 'Il LED', 'LED 灯', 'एलईडी'],
  toggle: ['Toggle', 'Omschakelen', 'Umschalten', 'Basculer', 'Commuta', '切换', 'बदलें'],
  hint: ['The button on the board does the same, and every open page follows.',
    'De knop op de print doet hetzelfde, en elke open pagina volgt.',
    'Der Taster auf der Platine tut dasselbe, und jede offene Seite folgt.',
    'Le bouton de la carte fait de même, et chaque page ouverte suit.',
    'Il pulsante sulla scheda fa lo stesso e ogni pagina aperta lo segue.',
    '电路板上的按钮作用相同，所有打开的页面都会同步。',
    'बोर्ड का बटन भी यही करता है, और हर खुला पृष्ठ साथ बदलता है।'],
});
const { say } = speaking;

const led = byId('led');

function show(state) {
  led.className = state;
  setText(byId('ledState'), say(state));
}

/** The server tells changes only: after a gap the state is asked for. */
async function catchUp() {
  const { remote } = await read('_pi/status');
  show(remote.lit ? 'on' : 'off');
}

const socket = new PlainSocket({
  path: 'ws',
  retryMillis: RETRY_MILLIS,
  onText: (text) => show(JSON.parse(text).status),
  onState(state) {
    showConnection(state, say);
    byId('toggle').disabled = state !== 'connected';
    if (state === 'connected') {
      catchUp().catch((problem) => console.info('The state cannot be fetched:', problem.message));
    }
  },
});

frame(speaking);
linkToBoard(say).catch((problem) => console.info('No word about the board:', problem.message));
show(led.className === 'on' ? 'on' : 'off');
byId('toggle').disabled = true;
byId('toggle').addEventListener('click', () => socket.send('{"action":"toggle"}'));
socket.start();
