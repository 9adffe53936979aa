import { appendFileSync } from 'node:fs';
import { env } from 'node:process';

/** What a supervised child can be asked to be: `steady`, `deaf` to SIGTERM, `dying`; it writes down its pid. */
const { CHILD_MODE: mode, CHILD_FILE: file = '' } = env;
appendFileSync(file, `${process.pid}\n`);
process.on('disconnect', () => process.exit(0));
if (mode === 'dying') process.exit(3);
process.on('SIGTERM', () => {
  appendFileSync(file, 'drained\n');
  if (mode === 'steady') process.exit(0);
});
