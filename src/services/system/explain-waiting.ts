import type { WaitingGroup } from '../../data/system-figures.ts';
import type { WorkerRow } from '../../data/workers.ts';
import type { System, WaitReason } from '../../domain/system.ts';
import { taskTypeSchema } from '../../domain/task.ts';
import type { EngineCapability } from '../../domain/worker.ts';
import { requiredStages } from '../tasks/required-stages.ts';

const SENTENCES: Record<WaitReason, string> = {
  checking_inputs: 'Their files are still being looked at',
  no_worker: 'No worker is running',
  no_engine: 'No running worker has an engine that can do them',
  workers_draining: 'The workers that could do them are draining',
  pause_before_retry: 'They failed once and are tried again after a pause',
  slots_busy: 'All slots are busy',
  key_at_limit: 'Their keys run as many tasks at once as they may',
  starting: 'They are about to start',
};

/** Why tasks wait, what an operator has to see to first. @param live workers heard of lately */
export function explainWaiting(
  groups: WaitingGroup[],
  live: WorkerRow[],
): System['queue']['reasons'] {
  const tasks = new Map<WaitReason, number>();
  for (const group of groups) {
    const reason = reasonOf(group, live);
    tasks.set(reason, (tasks.get(reason) ?? 0) + group.tasks);
  }
  return WORST_FIRST.flatMap((reason) => {
    const waiting = tasks.get(reason);
    return waiting ? [{ reason, tasks: waiting, sentence: SENTENCES[reason] }] : [];
  });
}

const WORST_FIRST: WaitReason[] = [
  'no_worker',
  'no_engine',
  'workers_draining',
  'slots_busy',
  'key_at_limit',
  'pause_before_retry',
  'checking_inputs',
  'starting',
];

function reasonOf(group: WaitingGroup, live: WorkerRow[]): WaitReason {
  if (live.length === 0) return 'no_worker';
  if (group.stage === 'checking') return 'checking_inputs';
  const able = live.filter((worker) => canDo(worker.capabilities.engines, group));
  if (able.length === 0) return 'no_engine';
  const taking = able.filter((worker) => !worker.draining);
  if (taking.length === 0) return 'workers_draining';
  if (taking.every((worker) => worker.busy >= worker.slots)) return 'slots_busy';
  if (group.held) return 'key_at_limit';
  return group.again ? 'pause_before_retry' : 'starting';
}

function canDo(engines: EngineCapability[], { type, engine }: WaitingGroup): boolean {
  const hasChosen = engine === null || engines.some(({ name }) => name === engine);
  return (
    hasChosen &&
    requiredStages(taskTypeSchema.parse(type)).every((stage) =>
      engines.some(({ stages }) => stages.includes(stage)),
    )
  );
}
