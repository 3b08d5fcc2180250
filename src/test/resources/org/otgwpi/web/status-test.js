import { noticesOf } from '/otgw/status-view.js';
import { ageInWords, durationInWords, labelOf } from '/otgw/texts.js';
import { showOverview } from '/otgw/overview.js';
import { ValueTable } from '/otgw/value-table.js';
import { check } from '/test/check.js';

const WELL = {
  simulated: false,
  port: { name: '/dev/ttyUSB0', open: true, problem: null },
  pic: { available: true },
  thermostat: 'connected',
  boiler: 'connected',
  gatewayMode: 'gateway',
  busSilent: false,
};

function levels(changes) {
  return noticesOf({ ...WELL, ...changes }).map(({ level }) => level);
}

export const tests = {
  aWellGatewayNeedsNoNotice() {
    check(noticesOf(WELL), []);
    check(levels({ thermostat: 'not seen yet', boiler: 'not seen yet' }), []);
  },

  aClosedPortIsToldInTheGatewaysWordsAndAlone() {
    const port = { name: '/dev/ttyUSB0', open: false, problem: 'Somebody pulled <b>the plug</b>.' };
    check(noticesOf({ ...WELL, port, busSilent: true, thermostat: 'silent' }),
      [{ level: 'bad', text: 'Somebody pulled <b>the plug</b>.' }]);
    check(levels({ port: { ...port, problem: null } }), ['bad']);
  },

  silenceIsTold() {
    check(levels({ pic: { available: false } }), ['bad']);
    check(levels({ busSilent: true, thermostat: 'silent', boiler: 'silent' }), ['warn']);
    check(levels({ thermostat: 'silent', boiler: 'silent' }), ['warn', 'warn']);
    check(levels({ gatewayMode: 'monitor', simulated: true }), ['info', 'info']);
    check(noticesOf({ ...WELL, problems: ['GPIO line 4 is taken.'] }), [{ level: 'warn', text: 'GPIO line 4 is taken.' }]);
  },

  agesAndDurationsAreInWords() {
    check([0, 59, 60, 3599, 3600, 86_400].map(ageInWords), ['', '', '1 min ago', '59 min ago', '1 h ago', '1 d ago']);
    check([0, 61, 3661, 90_000].map(durationInWords), ['0 min', '1 min', '1 h 1 min', '1 d 1 h']);
  },

  aKeyWithoutALabelIsShownAsItIs() {
    check(labelOf('28FF64D1841703F1'), '28FF64D1841703F1');
  },

  valuesNeverSeenAreHiddenAndAppearWhenSeen() {
    document.body.innerHTML = '<table><tbody id="readings"></tbody><tbody id="flags"></tbody></table>';
    const table = new ValueTable(document.getElementById('readings'), document.getElementById('flags'));
    const values = (epoch) => ({
      roomsetpoint: { value: 21.5, unit: '°C', epoch },
      flamestatus: { value: 'On', unit: '', epoch: 100 },
      oemfaultcode: { value: 7, unit: '', epoch: 100 },
    });
    table.show(values(0), 100);
    const row = document.getElementById('otmon_roomsetpoint');
    check(row.hidden, true);
    table.show(values(100), 400);
    check(row.hidden, false);
    check(row.querySelector('td').textContent, '21.50 °C');
    check(row.querySelector('small').textContent, '5 min ago');
    check(document.querySelector('#otmon_oemfaultcode td').textContent, '7');
    check(document.querySelector('#flags td').textContent, 'on');
  },

  cardsAndLampsShowWhatWasSeen() {
    document.body.innerHTML = `<p class="figure"><span data-value="a"></span></p><p data-age="a"></p>
      <p data-lamp="b"><b></b></p><p data-lamp="c" data-only-on><b></b></p>`;
    const text = (selector) => document.querySelector(selector).textContent;
    showOverview(document.body, {}, 100);
    check([text('[data-value]'), text('[data-lamp=b]')], ['–', '–']);
    showOverview(document.body, {
      a: { value: -3.26, unit: '°C', epoch: 40 },
      b: { value: 'Off', unit: '', epoch: 40 },
      c: { value: 'On', unit: '', epoch: 40 },
    }, 100);
    check([text('[data-value]'), text('[data-age]'), text('[data-lamp=b]'), text('[data-lamp=c]')],
      ['-3.3', '1 min ago', 'off', 'on']);
    check(document.querySelector('[data-lamp=c]').hidden, false);
  },
};
