/** The graph tab: five panels over one time axis, drawn by uPlot, which is loaded when the tab is first shown. */

import { byId, element, setText } from '../shared/dom.js';
import { saveFile, stamp } from '../shared/save-file.js';
import { say } from './texts.js';

const DRAW_EVERY_MILLIS = 2_000;
const AUTO_SAVE_MILLIS = 15 * 60_000;
const AXIS_WIDTH = 52;
/** Of one line of words in the saved picture, in CSS pixels. */
const TITLE_HEIGHT = 22;
/** Left and right of the panels together. */
const PADDING = 16;

/** Each panel: its words, its height in pixels, its range, its curves with their words and colours. */
const PANELS = [
  { title: 'flame', height: 56, range: [0, 1.1], curves: [['flame', 'flame', '--warm']] },
  { title: 'hotWater', height: 56, range: [0, 1.1], curves: [['dhwMode', 'hotWater', '--accent']] },
  { title: 'heating', height: 56, range: [0, 1.1], curves: [['chMode', 'heating', '--bad']] },
  { title: 'modulation', height: 120, range: [0, 105], curves: [['mod', 'modulation', '--violet']] },
  {
    title: 'temperatures',
    height: 280,
    range: null,
    curves: [['ctrlSp', 'controlSetpoint', '--warn'], ['boiler', 'flow', '--bad'], ['return', 'return', '--accent'],
      ['roomSp', 'roomSetpoint', '--violet'], ['room', 'room', '--good'], ['outside', 'outside', '--teal']],
  },
];

export class GraphPanel {
  #data;
  #preferences;
  #clock;
  #canvas = byId('otGraphCanvas');
  #plots = [];
  #uPlot = null;
  #loading = null;
  #drawnAt = 0;
  #savedAt = Date.now();

  /**
   * @param {import('./graph-data.js').GraphData} data
   * @param {import('./preferences.js').Preferences} preferences
   * @param {import('./zone-clock.js').ZoneClock} clock
   */
  constructor(data, preferences, clock) {
    this.#data = data;
    this.#preferences = preferences;
    this.#clock = clock;
    byId('graphTimeWindow').addEventListener('change', (event) => {
      this.#preferences.set('graphTimeWindow', Number(event.target.value));
      this.#draw();
    });
    byId('btnGraphScreenshot').addEventListener('click', () => this.screenshot());
    byId('btnGraphExport').addEventListener('click', () => this.export());
    for (const [id, name] of [['chkAutoScreenshot', 'autoScreenshot'], ['chkAutoExport', 'autoExport']]) {
      byId(id).addEventListener('change', (event) => this.#preferences.set(name, event.target.checked));
    }
    new ResizeObserver(() => this.#resize()).observe(this.#canvas);
    addEventListener('themechange', () => this.#rebuild());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#rebuild());
    this.usePreferences();
  }

  usePreferences() {
    const { graphTimeWindow, autoScreenshot, autoExport } = this.#preferences.all();
    const select = byId('graphTimeWindow');
    select.value = String(graphTimeWindow);
    if (select.value === '') {
      select.value = '60';
    }
    byId('chkAutoScreenshot').checked = autoScreenshot;
    byId('chkAutoExport').checked = autoExport;
  }

  /** The tab came into sight. */
  async show() {
    try {
      this.#loading ??= loadPlotLibrary();
      this.#uPlot = await this.#loading;
    } catch {
      this.#loading = null;
      setText(byId('graphState'), say('graphMissing'));
      return;
    }
    if (this.#plots.length === 0) {
      this.#rebuild();
    }
    this.#draw();
  }

  tick(inSight) {
    const now = Date.now();
    if (inSight && now - this.#drawnAt >= DRAW_EVERY_MILLIS) {
      this.#draw();
    }
    if (now - this.#savedAt >= AUTO_SAVE_MILLIS) {
      this.#savedAt = now;
      if (byId('chkAutoScreenshot').checked && this.#plots.length > 0) {
        this.#draw();
        this.screenshot('otgw-graph-auto-');
      }
      if (byId('chkAutoExport').checked) {
        this.export('otgw-data-auto-');
      }
    }
  }

  /** All panels in one picture, each below its title; then the curves of the last, named in their colours. */
  async screenshot(prefix = 'otgw-graph-') {
    const parts = this.#plots.map(({ root }) => root.querySelector('canvas'));
    if (parts.length === 0) {
      return;
    }
    const line = TITLE_HEIGHT * devicePixelRatio;
    const picture = element('canvas');
    picture.width = Math.max(...parts.map(({ width }) => width));
    picture.height = parts.reduce((sum, { height }) => sum + height + line, 0) + PANELS.at(-1).curves.length * line;
    const pen = picture.getContext('2d');
    pen.fillStyle = colour('--surface');
    pen.fillRect(0, 0, picture.width, picture.height);
    pen.font = `600 ${13 * devicePixelRatio}px sans-serif`;
    pen.textBaseline = 'middle';
    const left = AXIS_WIDTH * devicePixelRatio;
    let top = 0;
    const write = (text, variable) => {
      pen.fillStyle = colour(variable);
      pen.fillText(text, left, top + line / 2);
      top += line;
    };
    parts.forEach((part, index) => {
      write(say(PANELS[index].title), '--ink');
      pen.drawImage(part, 0, top);
      top += part.height;
    });
    PANELS.at(-1).curves.forEach(([, words, variable]) => write(`— ${say(words)}`, variable));
    const blob = await new Promise((resolve) => picture.toBlob(resolve, 'image/png'));
    await saveFile(`${prefix}${stamp()}.png`, blob);
  }

  export(prefix = 'otgw-data-') {
    return saveFile(`${prefix}${stamp()}.csv`, new Blob([this.#data.csv()], { type: 'text/csv' }));
  }

  #rebuild() {
    if (this.#uPlot === null) {
      return;
    }
    this.#plots.forEach((plot) => plot.destroy());
    this.#plots = PANELS.map((panel, index) => this.#plotOf(panel, index === PANELS.length - 1));
    this.#draw();
  }

  #plotOf({ title, height, range, curves }, last) {
    const step = range?.[1] === 1.1 ? this.#uPlot.paths.stepped({ align: 1 }) : undefined;
    const axis = { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
    return new this.#uPlot({
      title: say(title),
      width: this.#width(),
      height: height + (last ? 40 : 0),
      padding: [4, 12, 4, 0],
      cursor: { sync: { key: 'otgw' }, y: false, drag: { x: false, y: false } },
      legend: { show: last },
      tzDate: (seconds) => this.#zonedDate(seconds),
      scales: { x: { time: true }, y: range === null ? {} : { range } },
      axes: [
        { ...axis, show: last, size: 36, values: (plot, splits) => splits.map((seconds) => this.#time(seconds)) },
        { ...axis, size: AXIS_WIDTH, splits: step && (() => [0, 1]) },
      ],
      series: [{ label: say('time'), value: (plot, seconds) => (seconds === null ? '' : this.#time(seconds)) },
        ...curves.map(([, words, variable]) => ({
          label: say(words),
          stroke: colour(variable),
          fill: step && translucent(colour(variable)),
          width: 1.5,
          paths: step,
          points: { show: false },
          spanGaps: true,
        }))],
      hooks: { draw: [(plot) => this.#drawMarks(plot)] },
    }, [[], ...curves.map(() => [])], this.#canvas);
  }

  #draw() {
    this.#drawnAt = Date.now();
    if (this.#plots.length === 0) {
      return;
    }
    const now = Date.now() / 1000;
    const from = now - Number(byId('graphTimeWindow').value) * 60;
    const { times, column } = this.#data.since(from);
    PANELS.forEach(({ curves }, index) => {
      const plot = this.#plots[index];
      const columns = curves.map(([name]) => column(name));
      plot.batch(() => {
        plot.setData([[...times, now], ...columns.map((values) => [...values, values.at(-1) ?? null])], false);
        plot.setScale('x', { min: from, max: now });
      });
    });
    setText(byId('graphState'), this.#data.length === 0 ? say('graphEmpty') : '');
  }

  #drawMarks(plot) {
    const pen = plot.ctx;
    pen.save();
    pen.setLineDash([6, 4]);
    pen.lineWidth = 2;
    for (const { seconds, back } of this.#data.marks) {
      if (seconds >= plot.scales.x.min) {
        const x = plot.valToPos(seconds, 'x', true);
        pen.strokeStyle = colour(back ? '--good' : '--bad');
        pen.beginPath();
        pen.moveTo(x, plot.bbox.top);
        pen.lineTo(x, plot.bbox.top + plot.bbox.height);
        pen.stroke();
      }
    }
    pen.restore();
  }

  /** Puts the marks of the axis on full hours of the gateway's zone. */
  #zonedDate(seconds) {
    const date = new Date(seconds * 1000);
    return this.#clock.zone === undefined ? date : this.#uPlot.tzDate(date, this.#clock.zone);
  }

  #time(seconds) {
    return this.#clock.minutes(new Date(seconds * 1000));
  }

  #width() {
    return Math.max(240, this.#canvas.clientWidth - PADDING);
  }

  #resize() {
    PANELS.forEach(({ height }, index) =>
      this.#plots[index]?.setSize({ width: this.#width(), height: height + (index === PANELS.length - 1 ? 40 : 0) }));
  }
}

/** A colour of the page as the canvas wants it: light-dark() resolved. */
function colour(variable) {
  const probe = element('span');
  probe.style.color = `var(${variable})`;
  document.body.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved;
}

function translucent(rgb) {
  return rgb.replace('rgb(', 'rgba(').replace(')', ', 0.2)');
}

/** The library is a classic script that makes one global. */
function loadPlotLibrary() {
  document.head.append(element('link',
    { rel: 'stylesheet', href: new URL('../shared/uplot/uPlot.min.css', import.meta.url).href }));
  return new Promise((resolve, reject) => {
    const script = element('script', { src: new URL('../shared/uplot/uPlot.iife.min.js', import.meta.url).href });
    script.onload = () => (window.uPlot === undefined ? reject(new Error('no uPlot')) : resolve(window.uPlot));
    script.onerror = reject;
    document.head.append(script);
  });
}
