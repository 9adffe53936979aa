import { listWorkers } from '../../data/workers.ts';
import type { Engine } from '../../domain/machine.ts';
import { WORKER_SILENCE_MS } from '../../domain/worker.ts';
import type { CallContext } from '../context.ts';
import { requireScope } from '../keys/require-scope.ts';

/** The engines of the live workers; the same engine in two versions is two. */
export async function listEngines(ctx: CallContext): Promise<{ data: Engine[] }> {
  requireScope(ctx.caller, 'admin');
  const engines = new Map<string, Engine>();
  for (const { machine, silentMs, capabilities } of await listWorkers(ctx.database.pool)) {
    if (silentMs >= WORKER_SILENCE_MS) continue;
    for (const engine of capabilities.engines) {
      const name = `${engine.name} ${engine.version}`;
      const known = engines.get(name) ?? { ...engine, machines: [] };
      if (!known.machines.includes(machine)) known.machines.push(machine);
      engines.set(name, known);
    }
  }
  return { data: [...engines.values()] };
}
