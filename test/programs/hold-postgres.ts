import { startPostgres } from '../../bin/postgres.ts';

/** Starts the database of the folder it is given, says so in a line of JSON, and holds it until killed. */
const [dataDir = ''] = process.argv.slice(2);
const { pid, url, adopted } = await startPostgres({ dataDir, durable: false });
process.stdout.write(`${JSON.stringify({ pid, url, adopted })}\n`);
setInterval(() => {}, 60_000);
