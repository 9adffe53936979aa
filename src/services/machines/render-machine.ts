import type { WorkerRow } from '../../data/workers.ts';
import type { Machine, MachineSlot, MachineState, RunningTask } from '../../domain/machine.ts';
import { toTimestamp } from '../../domain/time.ts';
import { WORKER_SILENCE_MS } from '../../domain/worker.ts';
import type { OwnedRunningTask } from './list-running-tasks.ts';

/** @param running what the task rows say: fresher than the reports of the workers */
export function renderMachines(workers: WorkerRow[], running: OwnedRunningTask[]): Machine[] {
  const unplaced = new Set(running);
  const placed = workers.map((worker) => ({ worker, slots: reportedSlots(worker, unplaced) }));
  return placed.map(({ worker, slots }) => {
    for (const task of unplaced) {
      const free = slots.find((slot) => slot.task === null);
      if (!free || task.machine !== worker.machine || isSilent(worker)) continue;
      free.task = task.task;
      unplaced.delete(task);
    }
    return renderMachine(worker, slots);
  });
}

function renderMachine(worker: WorkerRow, slots: MachineSlot[]): Machine {
  const { id, machine: name, startedAt, seenAt, silentMs, capabilities } = worker;
  return {
    id: id as Machine['id'],
    name,
    state: stateOf(worker, slots),
    started_at: toTimestamp(startedAt),
    seen_at: toTimestamp(seenAt),
    seconds_since_seen: Math.max(0, Math.floor(silentMs / 1000)),
    slots,
    engines: capabilities.engines.map(({ name, version, stages }) => ({ name, version, stages })),
    voices: capabilities.voices.length,
  };
}

/** As the worker saw its slots last, with those that are starting. */
function reportedSlots(worker: WorkerRow, unplaced: Set<OwnedRunningTask>): MachineSlot[] {
  const take = (taskId: string | null): RunningTask | null => {
    const found = [...unplaced].find(({ task }) => task.id === taskId);
    if (!found) return null;
    unplaced.delete(found);
    return found.task;
  };
  return Array.from({ length: Math.max(worker.slots, worker.slotStates.length) }, (_, i) => {
    const state = worker.slotStates[i];
    return {
      pid: state?.pid ?? null,
      memory_bytes: state?.memory_bytes ?? 0,
      task: take(state?.task_id ?? null),
    };
  });
}

function stateOf(worker: WorkerRow, slots: MachineSlot[]): MachineState {
  if (isSilent(worker)) return 'silent';
  const works = slots.some(({ task }) => task !== null);
  if (worker.draining) return works ? 'draining' : 'drained';
  return works ? 'working' : 'idle';
}

function isSilent({ silentMs }: WorkerRow): boolean {
  return silentMs >= WORKER_SILENCE_MS;
}
