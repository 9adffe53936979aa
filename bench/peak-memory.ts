import type { SlotWork } from '../worker/slots/slot-messages.ts';
import { residentMb } from './processes.ts';
import { runJob, startSlot } from './slot-job.ts';

const EVERY_MS = 200;

/** The most resident memory, in MB, of a fresh slot that does this job. */
export async function peakMemoryMb(work: SlotWork): Promise<number> {
  await using slot = await startSlot();
  let peak = 0;
  const sampling = setInterval(() => {
    peak = Math.max(peak, residentMb(slot.pid));
  }, EVERY_MS);
  await runJob(slot, work).finally(() => clearInterval(sampling));
  return peak;
}
