import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { Sink } from './upload.ts';

/** What taking an upload costs at the least: node:http, the bytes into a file, and on the disk before the last answer. */
function serve({ path, bytes }: Sink): void {
  const server = createServer((request, response) => {
    take(request, path, bytes).then(
      () => response.writeHead(204).end(),
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1', () => {
    process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
}

async function take(request: IncomingMessage, path: string, bytes: number): Promise<void> {
  const start = Number(request.headers['upload-offset']);
  await pipeline(request, createWriteStream(path, { flags: start > 0 ? 'r+' : 'w', start }));
  if (start + Number(request.headers['content-length']) < bytes) return;
  await using file = await open(path);
  await file.sync();
}

process.once('message', serve);
process.on('disconnect', () => process.exit());
