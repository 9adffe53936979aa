import type { CreateTask } from '../../domain/task.ts';
import type { EngineCapability } from '../../domain/worker.ts';

type Stage = EngineCapability['stages'][number];

/** Which engine stages a task of this type passes, in order. */
export function requiredStages(type: CreateTask['type']): readonly Stage[] {
  switch (type) {
    case 'speech':
      return ['speech'];
    case 'lipsync':
    case 'avatar':
      return ['lips'];
    case 'digital_human':
      return ['speech', 'lips'];
    default:
      return type satisfies never;
  }
}
