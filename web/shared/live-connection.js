/**
 * One WebSocket to the gateway, kept open for as long as the page lives.
 *
 * The gateway sends a keepalive every 30 s. After 30 s without any message the stream is stale; after 45 s the socket
 * is given up. A closed socket is opened again 5 s later (1 s when there is a hurry), for ever. There is never a second socket: the old one is
 * detached and closed before the next is made.
 *
 * The class has no timer of its own: call tick() about once a second, and also when the page becomes visible or the
 * network returns, so that sleep and throttled timers do no harm.
 */

/** @typedef {'connecting' | 'connected' | 'stale' | 'disconnected'} ConnectionState */

export const STALE_AFTER_MILLIS = 30_000;
export const GIVE_UP_AFTER_MILLIS = 45_000;
export const RETRY_AFTER_MILLIS = 5_000;
export const HURRIED_RETRY_AFTER_MILLIS = 1_000;
export const CONNECT_WITHIN_MILLIS = 10_000;

export class LiveConnection {
  #connect;
  #nowMillis;
  #onText;
  #onState;
  #socket = null;
  #open = false;
  #running = false;
  #heardAt = 0;
  #retryAt = 0;
  #lastTick = 0;
  /** @type {ConnectionState} */
  #state = 'connecting';
  /** Whether something is going on that the user wants to see at once, such as a flash of the chip. */
  hurried = false;

  /**
   * @param {object} parts
   * @param {() => WebSocket} parts.connect makes a new socket
   * @param {(text: string) => void} parts.onText gets every text message
   * @param {(state: ConnectionState) => void} parts.onState called when the state changes
   * @param {() => number} [parts.nowMillis] wall time: unlike the monotonic clock it goes on while the machine sleeps
   */
  constructor({ connect, onText, onState, nowMillis = Date.now }) {
    this.#connect = connect;
    this.#onText = onText;
    this.#onState = onState;
    this.#nowMillis = nowMillis;
  }

  get state() {
    return this.#state;
  }

  /** False between stop() and start(). */
  get running() {
    return this.#running;
  }

  start() {
    if (!this.#running) {
      this.#running = true;
      this.#openSocket();
    }
  }

  /**
   * Closes the socket and stays closed until start(). A page in the back-forward cache must hold no socket.
   *
   * @returns {Promise<void>} done when the browser has let the connection go
   */
  stop() {
    this.#running = false;
    const gone = this.#dropSocket();
    this.#show('disconnected');
    return gone;
  }

  /** Opens at once instead of waiting out the 5 s, when there is reason to hope: the page is seen, the network is back. */
  wake() {
    this.#retryAt = 0;
    this.tick();
  }

  tick() {
    if (!this.#running) {
      return;
    }
    const now = this.#nowMillis();
    if (now < this.#lastTick) {
      this.#heardAt = now;
      this.#retryAt = Math.min(this.#retryAt, now + RETRY_AFTER_MILLIS);
    }
    this.#lastTick = now;

    const silence = now - this.#heardAt;
    if (this.#socket !== null && silence >= (this.#open ? GIVE_UP_AFTER_MILLIS : CONNECT_WITHIN_MILLIS)) {
      this.#dropSocket();
      this.#lost();
    }
    if (this.#socket === null && now >= this.#retryAt) {
      this.#openSocket();
    } else if (this.#open && silence >= STALE_AFTER_MILLIS) {
      this.#show('stale');
    }
  }

  #openSocket() {
    this.#heardAt = this.#nowMillis();
    const socket = this.#connect();
    this.#socket = socket;
    socket.onopen = () => {
      this.#open = true;
      this.#heardAt = this.#nowMillis();
      this.#show('connected');
    };
    socket.onmessage = (message) => {
      this.#heardAt = this.#nowMillis();
      this.#show('connected');
      if (typeof message.data === 'string') {
        this.#onText(message.data);
      }
    };
    socket.onclose = () => {
      this.#socket = null;
      this.#open = false;
      this.#lost();
    };
  }

  #dropSocket() {
    const socket = this.#socket;
    if (socket === null) {
      return Promise.resolve();
    }
    socket.onopen = socket.onmessage = null;
    const gone = new Promise((resolve) => {
      socket.onclose = () => resolve();
    });
    socket.close();
    this.#socket = null;
    this.#open = false;
    return gone;
  }

  #lost() {
    this.#retryAt = this.#nowMillis() + (this.hurried ? HURRIED_RETRY_AFTER_MILLIS : RETRY_AFTER_MILLIS);
    this.#show('disconnected');
  }

  #show(state) {
    if (state !== this.#state) {
      this.#state = state;
      this.#onState(state);
    }
  }
}
