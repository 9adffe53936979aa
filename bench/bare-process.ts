import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'pg';

/** What answering with a row costs at the least: node:http, one prepared statement, JSON. */
function serve(databaseUrl: string): void {
  const pool = new Pool({ connectionString: databaseUrl, max: 10 });
  const server = createServer((request, response) => {
    const id = request.url?.split('/').at(-1);
    pool
      .query({ name: 'task', text: 'SELECT * FROM tasks WHERE id = $1', values: [id] })
      .then(({ rows }) => {
        const body = JSON.stringify(rows[0]);
        response.writeHead(200, {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        });
        response.end(body);
      })
      .catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1', () => {
    process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
}

process.once('message', serve);
process.on('disconnect', () => process.exit());
