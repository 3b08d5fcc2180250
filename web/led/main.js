/** A try-out of the LED on port 81: the page speaks with the same server by its own origin. */

import { read } from '../shared/device.js';
import { byId, setText } from '../shared/dom.js';
import { Conversation, sendByForm } from '../shared/conversation.js';
import { frame, linkToBoard, showConnection } from '../shared/frame.js';
import { PlainSocket } from '../shared/plain-socket.js';
import { speech } from '../shared/speech.js';

const RETRY_MILLIS = 2_000;

const speaking = speech({
  title: ['LED by text', 'Led per tekst', 'LED per Text', 'LED par texte', 'LED via testo', '文本控制 LED', 'पाठ से एलईडी'],
  tryIt: ['Try it', 'Probeer het', 'Ausprobieren', 'Essayer', 'Prova', '试一试', 'आज़माएँ'],
  stateNow: ['The LED is', 'De led is', 'Die LED ist', 'La LED est', 'Il LED è', 'LED 当前为', 'एलईडी अभी'],
  hint: ['Port 81 takes the same words, LED ON and LED OFF, from any program that speaks WebSocket.',
    'Poort 81 neemt dezelfde woorden, LED ON en LED OFF, van elk programma dat WebSocket spreekt.',
    'Port 81 nimmt dieselben Worte, LED ON und LED OFF, von jedem Programm, das WebSocket spricht.',
    'Le port 81 accepte les mêmes mots, LED ON et LED OFF, de tout programme qui parle WebSocket.',
    'La porta 81 accetta le stesse parole, LED ON e LED OFF, da ogni programma che parla WebSocket.',
    '81 端口接受任何 WebSocket 程序发送的 LED ON 和 LED OFF。',
    'पोर्ट 81 हर WebSocket प्रोग्राम से यही शब्द लेता है: LED ON और LED OFF।'],
});
const { say } = speaking;
const conversation = new Conversation(byId('said'), say);

function show(on) {
  setText(byId('ledState'), say(on ? 'on' : 'off'));
}

async function catchUp() {
  show((await read('_pi/status')).led.on);
}

const socket = new PlainSocket({
  path: '_pi/live',
  retryMillis: RETRY_MILLIS,
  onText(text) {
    conversation.received(text);
    if (text === 'LED is now ON' || text === 'LED is now OFF') {
      show(text.endsWith('ON'));
    }
  },
  onState(state) {
    showConnection(state, say);
    if (state === 'connected') {
      catchUp().catch((problem) => console.info('The state cannot be fetched:', problem.message));
    }
  },
});

function command(text) {
  if (socket.send(text)) {
    conversation.sent(text);
  }
}

frame(speaking);
linkToBoard(say).catch((problem) => console.info('No word about the board:', problem.message));
byId('on').addEventListener('click', () => command('LED ON'));
byId('off').addEventListener('click', () => command('LED OFF'));
sendByForm(byId('form'), byId('field'), socket, conversation);
socket.start();
