/** Shows a flash of the gateway chip: the steps, the bar, the time left; at its end the result and what to do next. */

import { byId, element, setText } from '../shared/dom.js';
import { say, sayOr } from './texts.js';

const STEPS = ['enter', 'read', 'program', 'settings', 'finish', 'check'];
const PRESS = 'press_reset';
const BUTTON_SECONDS = 60;

export class FlashPanel {
  #watch;

  /** @param {import('./flash-watch.js').FlashWatch} watch */
  constructor(watch) {
    this.#watch = watch;
  }

  show() {
    const { flash, running, interrupted } = this.#watch;
    const incomplete = interrupted && !running;
    const ended = flash !== null && flash.result !== '';
    byId('flashProgressSection').hidden = !running && !ended && !incomplete;
    byId('flashProgressSection').dataset.state = running ? 'running' : incomplete || flash?.percent < 0 ? 'bad' : 'good';
    byId('flashSteps').hidden = !running;
    byId('flashBar').hidden = !running;
    byId('flashButton').hidden = !running || flash.step !== PRESS;
    if (running) {
      this.#showRunning(flash, interrupted);
    } else if (ended || incomplete) {
      this.#showEnd(flash, ended, incomplete);
    }
  }

  #showRunning({ file, percent, step }, interrupted) {
    setText(byId('flashTitle'), say('flashing', file));
    const at = STEPS.indexOf(step === PRESS ? 'enter' : step);
    byId('flashSteps').replaceChildren(...STEPS.map((name, index) => element('li', {
      'data-state': index < at ? 'done' : index === at ? 'now' : 'next',
      ...(index === at ? { 'aria-current': 'step' } : {}),
    }, say(`flashStep.${name}`))));
    const percentNow = Math.max(0, percent);
    byId('flashProgressBar').value = percentNow;
    setText(byId('flashPercentageText'), `${percentNow} %`);
    this.tick();
    setText(byId('flashAdvice'), say(interrupted && percentNow === 0 ? 'flashResumed' : 'flashMeanwhile'));
  }

  /** The clock has gone on. */
  tick() {
    if (!this.#watch.running) {
      return;
    }
    const seconds = this.#watch.secondsLeft;
    const asks = this.#watch.flash.step === PRESS;
    if (asks) {
      setText(byId('flashSecondsToPress'), say('pressSeconds', seconds ?? 0));
      byId('flashPressBar').value = (seconds ?? 0) / BUTTON_SECONDS;
    }
    setText(byId('flashTimeLeft'), asks || seconds === null ? '' : timeLeft(seconds));
  }

  #showEnd(flash, ended, incomplete) {
    const good = ended && flash.percent >= 0 && !incomplete;
    setText(byId('flashTitle'), good ? say('flashDone', flash.file)
      : ended ? say('flashFailed', flash.file, sayOr(`flashResult.${flash.result}`, flash.result)) : say('flashIncomplete'));
    setText(byId('flashTimeLeft'), '');
    const doneNext = flash?.advice ? 'flashStuck' : 'flashDoneNext';
    setText(byId('flashAdvice'), say(good ? doneNext : incomplete ? 'flashAgain' : 'flashUntouched'));
  }
}

function timeLeft(seconds) {
  if (seconds <= 1) {
    return say('almostDone');
  }
  return seconds < 90 ? say('secondsLeft', seconds) : say('minutesLeft', Math.round(seconds / 60));
}
