import { LiveConnection } from '/shared/live-connection.js';
import { check } from '/test/check.js';

/** A connection on a clock that is moved by hand, with sockets that only remember. */
function bench() {
  const bench = { now: 1_000_000, sockets: [], states: [], texts: [] };
  bench.connection = new LiveConnection({
    connect() {
      const socket = { closed: false, close: () => (socket.closed = true) };
      bench.sockets.push(socket);
      return socket;
    },
    onText: (text) => bench.texts.push(text),
    onState: (state) => bench.states.push(state),
    nowMillis: () => bench.now,
  });
  bench.socket = () => bench.sockets.at(-1);
  bench.open = () => bench.sockets.filter(({ closed }) => !closed).length;
  bench.pass = (seconds) => {
    for (let second = 0; second < seconds; second += 1) {
      bench.now += 1000;
      bench.connection.tick();
    }
  };
  bench.connection.start();
  return bench;
}

function connected() {
  const made = bench();
  made.socket().onopen();
  return made;
}

export const tests = {
  startIsConnectingThenConnected() {
    const { connection, socket } = bench();
    check(connection.state, 'connecting');
    socket().onopen();
    check(connection.state, 'connected');
  },

  textIsHandedOn() {
    const { socket, texts } = connected();
    socket().onmessage({ data: 'a line' });
    check(texts, ['a line']);
  },

  thirtySecondsOfSilenceAreStaleAndAMessageEndsThem() {
    const { connection, socket, pass } = connected();
    pass(29);
    check(connection.state, 'connected');
    pass(1);
    check(connection.state, 'stale');
    socket().onmessage({ data: '{"type":"keepalive"}' });
    check(connection.state, 'connected');
  },

  fortyFiveSecondsOfSilenceCloseAndReconnectFiveSecondsLater() {
    const { connection, sockets, pass, open } = connected();
    pass(45);
    check(connection.state, 'disconnected');
    check(open(), 0, 'open sockets');
    pass(4);
    check(sockets.length, 1, 'sockets made');
    pass(1);
    check(sockets.length, 2, 'sockets made');
    check(open(), 1, 'open sockets');
  },

  aCloseIsFollowedByANewSocketFiveSecondsLaterForEver() {
    const { connection, sockets, socket, pass } = connected();
    for (let round = 1; round <= 20; round += 1) {
      socket().closed = true;
      socket().onclose();
      check(connection.state, 'disconnected');
      pass(4);
      check(sockets.length, round, 'sockets made');
      pass(1);
      check(sockets.length, round + 1, 'sockets made');
    }
  },

  inAHurryTheNewSocketComesOneSecondAfterAClose() {
    const { connection, sockets, socket, pass } = connected();
    connection.hurried = true;
    socket().closed = true;
    socket().onclose();
    pass(1);
    check(sockets.length, 2, 'sockets made');
  },

  anUnansweredConnectIsGivenUpAfterTenSeconds() {
    const { sockets, pass, open } = bench();
    pass(15);
    check(sockets.length, 2, 'sockets made');
    check(open(), 1, 'open sockets');
  },

  wakingTriesAtOnceButNeverMakesASecondSocket() {
    const { connection, sockets, socket, open } = connected();
    connection.wake();
    check(sockets.length, 1, 'sockets made');
    socket().closed = true;
    socket().onclose();
    connection.wake();
    connection.wake();
    check(sockets.length, 2, 'sockets made');
    check(open(), 1, 'open sockets');
  },

  aNightOfSleepIsNoticedOnWaking() {
    const bed = connected();
    bed.now += 8 * 3_600_000;
    bed.connection.tick();
    check(bed.connection.state, 'disconnected');
    bed.connection.wake();
    check(bed.open(), 1, 'open sockets');
  },

  aClockSetBackDoesNotHoldUpTheReconnect() {
    const bed = connected();
    bed.pass(1);
    bed.socket().onclose();
    bed.now -= 3_600_000;
    bed.pass(6);
    check(bed.sockets.length, 2, 'sockets made');
  },

  stopHoldsNoSocketAndStartOpensOne() {
    const { connection, sockets, pass, open } = connected();
    connection.stop();
    pass(60);
    check(open(), 0, 'open sockets');
    check(sockets.length, 1, 'sockets made');
    connection.start();
    connection.start();
    check(sockets.length, 2, 'sockets made');
    check(open(), 1, 'open sockets');
  },
};
