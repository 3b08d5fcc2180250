/** A try-out of the echo: whatever is sent to /ws comes back. */

import { byId } from '../shared/dom.js';
import { Conversation, sendByForm } from '../shared/conversation.js';
import { frame, showConnection } from '../shared/frame.js';
import { PlainSocket } from '../shared/plain-socket.js';
import { speech } from '../shared/speech.js';

const RETRY_MILLIS = 2_000;

const speaking = speech({
  title: ['WebSocket echo', 'WebSocket-echo', 'WebSocket-Echo', 'Écho WebSocket', 'Eco WebSocket', 'WebSocket 回声', 'WebSocket प्रतिध्वनि'],
  tryIt: ['Try it', 'Probeer het', 'Ausprobieren', 'Essayer', 'Prova', '试一试', 'आज़माएँ'],
  hint: ['Each client hears its own echo only. “Trigger async” is answered with “Async data”, “Ping” with a ping frame, which a page never sees.',
    'Elke client hoort alleen zijn eigen echo. Op „Trigger async” komt „Async data”, op „Ping” een ping-frame, dat een pagina nooit ziet.',
    'Jeder Client hört nur sein eigenes Echo. Auf „Trigger async“ kommt „Async data“, auf „Ping“ ein Ping-Frame, das eine Seite nie sieht.',
    'Chaque client n’entend que son propre écho. « Trigger async » reçoit « Async data », « Ping » une trame ping, qu’une page ne voit jamais.',
    'Ogni client sente solo la propria eco. A «Trigger async» si risponde «Async data», a «Ping» un frame ping, che una pagina non vede mai.',
    '每个客户端只听到自己的回声。“Trigger async” 的回答是 “Async data”，“Ping” 的回答是网页看不到的 ping 帧。',
    'हर क्लाइंट केवल अपनी प्रतिध्वनि सुनता है। “Trigger async” पर “Async data” आता है, “Ping” पर एक पिंग फ़्रेम, जो पृष्ठ को नहीं दिखता।'],
});
const { say } = speaking;
const conversation = new Conversation(byId('said'), say);

const socket = new PlainSocket({
  path: 'ws',
  retryMillis: RETRY_MILLIS,
  onText: (text) => conversation.received(text),
  onState: (state) => showConnection(state, say),
});

frame(speaking);
sendByForm(byId('form'), byId('field'), socket, conversation);
for (const id of ['async', 'ping']) {
  byId(id).addEventListener('click', ({ target }) => {
    if (socket.send(target.textContent)) {
      conversation.sent(target.textContent);
    }
  });
}
socket.start();
