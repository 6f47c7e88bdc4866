import { createReadStream, createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import { pipeline } from 'node:stream/promises';

/** Node's own streams behind Node's own HTTP: a PUT goes into a file that is synced, a GET comes out of it. Usage: FILE PORT */
const [file = '', port = ''] = process.argv.slice(2);
createServer(async (request, response) => {
  if (request.url === '/health') return response.end();
  if (request.method === 'GET') return pipeline(createReadStream(file), response);
  await pipeline(request, createWriteStream(file, { flush: true }));
  return response.end();
}).listen(Number(port), '127.0.0.1');
