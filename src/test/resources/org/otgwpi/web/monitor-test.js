import { GraphData } from '/otgw/graph-data.js';
import { frameEntry } from '/otgw/log-line.js';
import { exportOf, monitorLayout } from '/otgw/log-export.js';
import { Overrides, showOverrides } from '/otgw/overrides.js';
import { Statistics, StatisticsView } from '/otgw/statistics.js';
import { check } from '/test/check.js';

function line(source, raw, id, type, flag, payload) {
  return frameEntry(`12:34:56.789012 ${source.padEnd(18)} ${raw} ${String(id).padStart(3)} ${type.padEnd(16)}${flag} ${payload}\r\n`);
}

const STATUS = line('Boiler', 'B40000A0A', 0, 'Read-Ack', '>', ' Status = Slave  [-C-F----]');
const BOILER = line('Boiler', 'B40193C80', 25, 'Read-Ack', '>', 'Tboiler = 60.50 °C');
const READ = line('Thermostat', 'T80190000', 25, 'Read-Data', ' ', 'Tboiler = 0.00 °C');
const ASKED = line('Thermostat', 'T10014500', 1, 'Write-Data', '-', 'TSet = 69.00 °C <ignored> ');
const SENT = line('Request Boiler', 'R10013C00', 1, 'Write-Data', '>', 'TSet = 60.00 °C');

export const tests = {
  statisticsCountByIdAndType() {
    const statistics = new Statistics();
    for (const seconds of [0, 10, 30]) {
      statistics.accept(BOILER, seconds * 1000);
    }
    statistics.accept(READ, 0);
    statistics.accept(STATUS, 0);
    check(statistics.rows().map(({ hex, dec, label, interval, value }) => [hex, dec, label, interval, value]), [
      ['19', 25, 'Tboiler', 15, '60.50 °C'],
      ['00', 0, 'Status', null, 'Slave  [-C-F----]'],
    ]);
  },

  theStatisticsTableSortsByItsHeads() {
    document.body.innerHTML = '<table></table><p></p>';
    const statistics = new Statistics();
    statistics.accept(BOILER, 0);
    statistics.accept(STATUS, 0);
    const view = new StatisticsView(statistics, document.querySelector('table'), document.querySelector('p'));
    view.show();
    const decimals = () => [...document.querySelectorAll('tbody tr')].map((row) => row.cells[1].textContent);
    check(decimals(), ['0', '25']);
    document.querySelector('[data-column=dec] button').click();
    check(decimals(), ['25', '0']);
    document.querySelector('[data-column=label] button').click();
    check(decimals(), ['0', '25']);
    check(document.querySelector('p').textContent, 'Unique messages: 2');
  },

  theGraphTakesAcceptedValuesAndCarriesThemForward() {
    const data = new GraphData();
    data.accept(STATUS, 1_000);
    data.accept(BOILER, 3_000);
    data.accept(READ, 4_000);
    data.accept(line('Boiler', 'B40193C80', 25, 'Read-Ack', '>', 'Tboiler = 999.00 °C'), 5_000);
    check(data.length, 2);
    const { times, column } = data.since(2);
    check(times, [1, 3]);
    check([column('flame'), column('chMode'), column('dhwMode'), column('boiler')], [[1, 1], [1, 1], [0, 0], [null, 60.5]]);
    check(data.csv().split('\n')[2], '1970-01-01T00:00:03.000Z,1,0,1,,,60.5,,,,');
  },

  aDayOfValuesIsKeptInBoundedRows() {
    const data = new GraphData();
    for (let second = 0; second < 90_000; second += 1) {
      data.accept(BOILER, second * 1000);
    }
    check(data.length <= 86_400 && data.length > 80_000, true);
    check(data.since(89_000).times[0] >= 88_999, true);
  },

  overridesAreToldAndForgotten() {
    document.body.innerHTML = '<ul></ul>';
    const list = document.querySelector('ul');
    const overrides = new Overrides();
    overrides.accept(ASKED, 0);
    overrides.accept(SENT, 10);
    showOverrides(list, overrides.current(1000));
    check(list.textContent, 'Control Setpoint: the thermostat says 69.00 °C, the gateway tells the boiler 60.00 °C');
    check(list.hidden, false);
    check(overrides.current(400_000), []);
    overrides.accept(line('Thermostat', 'T10014500', 1, 'Write-Data', '>', 'TSet = 69.00 °C'), 2000);
    showOverrides(list, overrides.current(2000));
    check(list.hidden, true);
  },

  exportsHaveTheLayoutsThatUsersKnow() {
    const text = exportOf([BOILER], false, new Date(0)).split('\n');
    check([text[0], text[2], text[3].length, text[5]],
      ['# OTGW Log Export', '# Total Lines: 1', 71, 'Boiler             B40193C80  25 Read-Ack        > Tboiler = 60.50 °C']);
    check(monitorLayout([BOILER]), '12:34:56.789012  B40193C80  Read-Ack    Tboiler = 60.50 °C');
  },
};
