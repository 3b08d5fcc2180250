import { compareVersions, inOrder, meaningOf } from '/otgw/firmware-files.js';
import { FlashWatch } from '/otgw/flash-watch.js';
import { check } from '/test/check.js';

const file = (name, kind, version) => ({ name, kind, version, size: 1, problem: null });
const flash = (change = {}) => ({
  flashing: true, percent: 10, file: 'gateway.hex', result: '', step: 'program', secondsLeft: 30, ...change,
});

export const tests = {
  aPreliminaryVersionIsEarlierThanItsFinalOneAndAFurtherNumberLater() {
    const sorted = ['4.2.5', '5.0', '4.2', '5.0b2', '10.0', '4.3a6', '5.0a10', '5.0a9'].sort(compareVersions);
    check(sorted, ['4.2', '4.2.5', '4.3a6', '5.0a9', '5.0a10', '5.0b2', '5.0', '10.0']);
    check(compareVersions('6.6', '6.6'), 0);
  },

  theGatewayFirmwareStandsFirstFromItsLatestVersionOn() {
    const names = inOrder([file('i', 'interface', '2.0'), file('old', 'gateway', '5.8'), file('x', 'unknown', ''),
      file('d', 'diagnose', '2.1'), file('new', 'gateway', '6.6')]).map(({ name }) => name);
    check(names, ['new', 'old', 'd', 'i', 'x']);
  },

  installingMeansWhatTheVersionsSay() {
    const running = { kind: 'gateway', version: '6.6' };
    check(meaningOf(file('a', 'gateway', '6.7'), running), 'upgrade');
    check(meaningOf(file('a', 'gateway', '6.6'), running), 'again');
    check(meaningOf(file('a', 'gateway', '5.8'), running), 'downgrade');
    check(meaningOf(file('a', 'diagnose', '2.1'), running), 'install');
    check(meaningOf({ ...file('a', 'gateway', '6.7'), problem: 'broken' }, running), 'install');
    check(meaningOf(file('a', 'gateway', '6.7'), { kind: '–', version: '–' }), 'install');
  },

  theTimeLeftGoesOnByItselfAndAnotherNumberStartsIt() {
    let now = 0;
    const watch = new FlashWatch(() => now);
    check(watch.secondsLeft, null);
    watch.hear(flash());
    now += 4000;
    check(watch.secondsLeft, 26);
    watch.take(flash(), false);
    check(watch.secondsLeft, 26);
    watch.hear(flash({ secondsLeft: 20, percent: 40 }));
    check(watch.secondsLeft, 20);
    now += 60_000;
    check(watch.secondsLeft, 0);
    watch.hear(flash({ flashing: false, percent: 100 }));
    check(watch.secondsLeft, null);
  },

  aGoodEndMakesAnInterruptedChipWholeAndABadOneDoesNot() {
    const watch = new FlashWatch();
    watch.take(flash(), true);
    watch.hear(flash({ flashing: false, percent: -1 }));
    check(watch.interrupted, true);
    watch.hear(flash({ flashing: false, percent: 100 }));
    check(watch.interrupted, false);
  },

  aGatewayThatKnowsNoFlashTellsNothing() {
    const watch = new FlashWatch();
    let told = 0;
    watch.onChange(() => (told += 1));
    watch.take(undefined, undefined);
    check([told, watch.running, watch.interrupted], [0, false, false]);
  },
};
