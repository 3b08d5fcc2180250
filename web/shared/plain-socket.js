/**
 * One WebSocket to the device, opened again a while after it closed, for ever. There is never a second one, and none
 * while the page is in the back-forward cache.
 */
export class PlainSocket {
  #address;
  #retryMillis;
  #onText;
  #onState;
  #socket = null;
  #timer = 0;
  #running = false;

  /**
   * @param {object} parts
   * @param {string} parts.path relative to the page
   * @param {number} parts.retryMillis
   * @param {(text: string) => void} parts.onText
   * @param {(state: 'connecting' | 'connected' | 'disconnected') => void} parts.onState
   */
  constructor({ path, retryMillis, onText, onState }) {
    this.#address = new URL(path, document.baseURI);
    this.#address.protocol = this.#address.protocol === 'https:' ? 'wss:' : 'ws:';
    this.#retryMillis = retryMillis;
    this.#onText = onText;
    this.#onState = onState;
    addEventListener('pagehide', () => this.stop());
    addEventListener('pageshow', () => this.start());
  }

  start() {
    if (!this.#running) {
      this.#running = true;
      this.#open();
    }
  }

  stop() {
    this.#running = false;
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    if (socket !== null) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
  }

  /** @returns {boolean} whether it could be sent */
  send(message) {
    const open = this.#socket?.readyState === WebSocket.OPEN;
    if (open) {
      this.#socket.send(message);
    }
    return open;
  }

  #open() {
    const socket = new WebSocket(this.#address);
    this.#socket = socket;
    socket.onopen = () => this.#onState('connected');
    socket.onmessage = ({ data }) => {
      if (typeof data === 'string') {
        this.#onText(data);
      }
    };
    socket.onclose = () => {
      this.#socket = null;
      this.#onState('disconnected');
      this.#timer = setTimeout(() => this.#open(), this.#retryMillis);
    };
  }
}
