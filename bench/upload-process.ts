import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import type { Sending } from './upload.ts';

/** Sends the same chunk again and again to each target, all targets at once, as a resumable upload does. */
async function send({ chunkPath, chunks, targets }: Sending): Promise<number> {
  const chunk = readFileSync(chunkPath);
  const agent = new Agent({ keepAlive: true });
  const startedAt = performance.now();
  await Promise.all(
    targets.map(async ({ url, headers }) => {
      for (let i = 0; i < chunks; i++) {
        const offset = { 'Upload-Offset': i * chunk.length, 'Content-Length': chunk.length };
        await patch(url, { agent, chunk, headers: { ...headers, ...offset } });
      }
    }),
  );
  agent.destroy();
  return (performance.now() - startedAt) / 1000;
}

function patch(
  url: string,
  {
    agent,
    chunk,
    headers,
  }: { agent: Agent; chunk: Buffer; headers: Record<string, string | number> },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'PATCH', agent, headers }, (response) => {
      response.resume().once('end', () => {
        if (response.statusCode === 204) resolve();
        else reject(new Error(`a measured upload was answered ${response.statusCode}`));
      });
    });
    sent.once('error', reject);
    sent.end(chunk);
  });
}

process.on('message', (sending: Sending) => {
  send(sending).then(
    (seconds) => process.send?.(seconds),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit());
