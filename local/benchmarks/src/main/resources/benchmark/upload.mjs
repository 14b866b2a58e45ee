// The usual way in Node: read the whole file, append it to a form, post the form.
import { readFileSync } from 'node:fs';
import { Agent } from 'node:https';
import axios from 'axios';
import FormData from 'form-data';

const [source, options] = process.argv.slice(2);
const { url, fields } = JSON.parse(readFileSync(options, 'utf8'));

// To encrypt a gibibyte blocks the event loop for longer than servers leave a connection idle: a kept one would be gone.
const httpsAgent = new Agent({ keepAlive: false });
const file = await axios.get(source, { httpsAgent, responseType: 'arraybuffer', maxContentLength: Infinity });
const form = new FormData();
for (const [name, value] of Object.entries(fields)) {
  form.append(name, value);
}
form.append('file', file.data, 'file');
await axios.post(url, form, { httpsAgent, headers: form.getHeaders(), maxBodyLength: Infinity });

console.log(process.resourceUsage().maxRSS * 1024);
