/** All words the scripts of this page show. Labels are those that users of the gateway know (otgw-http-ws Appendix C). */

export const labels = {
  flamestatus: 'Flame status',
  chenable: 'Central Heating Enabled',
  chmodus: 'Central Heating Status',
  ch2enable: 'Central Heating 2 Enabled',
  ch2modus: 'Central Heating 2 Status',
  dhwenable: 'Domestic Hot Water Enabled',
  dhwmode: 'Domestic Hot Water Status',
  diagnosticindicator: 'Diagnostic Indicator',
  faultindicator: 'Fault Indicator',
  coolingmodus: 'Cooling Enabled',
  coolingactive: 'Cooling Status',
  otcactive: 'Outside Temp Compensation',
  servicerequest: 'Service Request',
  lockoutreset: 'Lockout Reset',
  lowwaterpressure: 'Low Water Pressure',
  gasflamefault: 'Gas/Flame Fault',
  airtemp: 'Air Pressure Fault',
  waterovertemperature: 'Water Over-Temperature',
  outsidetemperature: 'Outside Temperature',
  roomtemperature: 'Room Temperature',
  roomsetpoint: 'Room Temperature Setpoint',
  remoteroomsetpoint: 'Remote Room Temperature Setpoint',
  controlsetpoint: 'Control Setpoint',
  relmodlvl: 'Relative Modulation Level',
  maxrelmodlvl: 'Max. Rel. Modulation Level',
  boilertemperature: 'Boiler Temperature',
  returnwatertemperature: 'Return Water Temperature',
  dhwtemperature: 'Domestic Hotwater Temperature',
  dhwsetpoint: 'Domestic Hotwater Setpoint',
  maxchwatersetpoint: 'Max. CH Water Setpoint',
  chwaterpressure: 'Central Heating Water Pressure',
  oemfaultcode: 'OEM Fault Code',
  oemdiagnosticcode: 'OEM Diagnostic Code',
  s0powerkw: 'S0 actual power',
  s0intervalcount: 'S0 interval pulses',
  s0totalcount: 'S0 total pulses',
  numberofsensors: 'Number of temperature sensors',
};

/** A key without a label, such as the address of a sensor, is shown as it is. */
export function labelOf(key) {
  return labels[key] ?? key;
}

export const connectionWords = {
  connecting: 'Connecting',
  connected: 'Connected',
  stale: 'No data',
  disconnected: 'Disconnected',
};

export const texts = {
  on: 'on',
  off: 'off',
  unseen: '–',
  linesMissing: 'Some lines may be missing here',
  connectionLost: 'Connection to the gateway lost',
  connectionBack: 'Connected to the gateway',
  valuesFail: 'The values cannot be fetched; trying again.',
  disconnected: 'No connection to the gateway. The values below may be old. Trying again every 5 seconds.',
  stale: 'Nothing has come from the gateway for 30 seconds.',
  otherVersion: (version) => `The gateway now runs version ${version}. Reload this page to match.`,
  commandUnknown: 'No answer from the gateway: it is not known whether the command arrived.',
  commandPending: 'Waiting for the answer',
  simulated: 'Simulation: these values come from a simulated thermostat and boiler.',
  portClosed: (port) => `The serial port ${port} is not open.`,
  picMissing: 'The gateway chip (PIC) does not answer.',
  busSilent: 'The OpenTherm bus is silent: the gateway works, but hears neither thermostat nor boiler.',
  thermostatSilent: 'The thermostat is silent.',
  boilerSilent: 'The boiler is silent.',
  monitorMode: 'Monitor mode: the gateway listens and changes nothing.',
  linesOf: (shown, all) => (shown === all ? `${all} lines` : `${shown} of ${all} lines`),
  newer: (count) => (count === 0 ? 'Newest ↓' : `${count} new ↓`),
};

/** How old a value is, in words; empty while it is younger than a minute. */
export function ageInWords(seconds) {
  if (seconds < 60) {
    return '';
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min ago`;
  }
  if (seconds < 86_400) {
    return `${Math.floor(seconds / 3600)} h ago`;
  }
  return `${Math.floor(seconds / 86_400)} d ago`;
}

/** A length of time such as the uptime, in its two largest units. */
export function durationInWords(seconds) {
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  if (days > 0) {
    return `${days} d ${hours} h`;
  }
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min`;
}
