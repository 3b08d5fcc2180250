// Runs the Node client of RailHub's document as it stands, used as the document uses it: CLIENT HOST PORT.
const [, , file, host, port] = process.argv;
const source = require('fs').readFileSync(file, 'utf8');
const RailHubClient = new Function('require', `${source}; return RailHubClient;`)(require);
const client = new RailHubClient(host, Number(port));
client.onStatus = (data) => {
  console.log(`Uptime: ${data.uptime}s, Free Heap: ${data.freeHeap} bytes`);
  data.outputs.forEach((output) => {
    console.log(`Output ${output.pin}: ${output.active ? 'ON' : 'OFF'} @ ${output.brightness}%`);
  });
};
client.connect();
