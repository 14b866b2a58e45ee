// Documents one after another: read the file, create the document, post the form. Prints the CPU time of each, in ms.
import { Agent } from 'node:http';
import axios from 'axios';
import FormData from 'form-data';

const [source, ovok, token, before, measured] = process.argv.slice(2);
const httpAgent = new Agent({ keepAlive: true });

async function upload() {
  const file = await axios.get(source, { httpAgent, responseType: 'arraybuffer' });
  const document = { fileName: 'file.bin', contentType: 'application/octet-stream' };
  const headers = { authorization: `Bearer ${token}` };
  const created = await axios.post(`${ovok}/documentdev`, document, { httpAgent, headers });
  const { url, fields } = created.data.uploadOptions;
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    form.append(name, value);
  }
  form.append('file', file.data, 'file');
  await axios.post(url, form, { httpAgent, headers: form.getHeaders() });
}

async function uploads(count) {
  for (let i = 0; i < count; i++) {
    await upload();
  }
}

await uploads(Number(before));
const start = process.cpuUsage();
await uploads(Number(measured));
const { user, system } = process.cpuUsage(start);
console.log((user + system) / 1000 / Number(measured));
httpAgent.destroy();
