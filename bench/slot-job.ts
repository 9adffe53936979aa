import { environment } from '../bin/environment.ts';
import { DEFAULT_MEDIA_LIMITS } from '../worker/media/limits.ts';
import { SlotHandle, type SlotRun } from '../worker/slots/slot-handle.ts';
import type { SlotProduct, SlotWork, StagedFile } from '../worker/slots/slot-messages.ts';

/** A slot as the worker starts it. */
export function startSlot(): Promise<SlotHandle> {
  return SlotHandle.start({ env: environment(), maxBytes: Number.POSITIVE_INFINITY });
}

export function stagedFile(path: string): StagedFile {
  return { path, content: path, vector: path.endsWith('.svg') };
}

/** What a slot is given for one job, without anything around it. */
export function slotWork(
  job: Pick<SlotWork, 'type' | 'input' | 'files' | 'workDir'> & Partial<SlotWork>,
): SlotWork {
  return {
    taskId: 'task_bench',
    options: {},
    phonemes: null,
    faceTrack: null,
    visibleLabel: true,
    limits: DEFAULT_MEDIA_LIMITS,
    ...job,
  };
}

export function runJob(
  slot: SlotHandle,
  work: SlotWork,
  listeners: Partial<SlotRun> = {},
): Promise<SlotProduct> {
  return slot.run({
    work,
    signal: new AbortController().signal,
    onProgress: () => {},
    onPreview: () => {},
    ...listeners,
  });
}
