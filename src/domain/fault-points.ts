/**
 * The places where it matters that a process can die: between two things that only belong together. A test that runs
 * over this list kills a process at each and looks at what is left. Nothing a product is configured with arms them.
 */
export const FAULT_POINTS = [
  // In the web process.
  'upload-begun', // the row says uploading; the client has no address yet
  'upload-received', // all bytes are here; nothing says so
  'upload-stored', // the blob is in place; the row still says uploading
  'import-stored', // row and job are there; the client does not know
  'upload-recorded', // the row says probing and its job is sent; the client does not know
  'task-stored', // row and job are there; the client does not know
  'task-cancelled', // the row says cancelled; the client does not know
  'task-deleted', // the rows are gone; the result's bytes are not
  'asset-deleted', // the row is gone; its bytes are not
  'delivery-claimed', // a message is leased; nobody was called
  'delivery-answered', // the receiver has it; the row does not say so
  // In the worker, about an upload.
  'probe-taken', // the queue gave the job out; the row does not say so
  'probe-claimed', // the row is leased; nothing was looked at
  'probe-done', // the file was looked at; the row does not say so
  'thumbnail-stored', // the thumbnail is in place; no row names it
  'probe-recorded', // the row is ready; the job is not settled
  'probe-rejected', // the row is rejected; its bytes are there
  // In the worker, about an import; then as an upload.
  'import-claimed', // the row is leased; nobody was called
  'import-received', // all bytes are here; nothing says so
  // In the worker, about a task.
  'job-taken', // the queue gave the job out; the row does not say so
  'task-claimed', // the row is leased; the work folder is not there
  'task-staged', // the inputs are in the work folder; no slot has them
  'slot-working', // a slot has reported that it works
  'preview-stored', // a piece of the preview is in the blob store; no row names it
  'product-written', // the slot has written its file; nobody has looked at it
  'track-stored', // where the face was in the footage is in the blob store; no row names it
  'product-checked', // the file is good; it is not in the blob store
  'product-stored', // the blob is in place; no row names it
  'task-committed', // the row is completed; the job is not settled and the work folder is there
  'cancel-heard', // the row says cancelled; the slot has not been told
  'attempt-failed', // the slot failed; the row does not say so
  'retry-recorded', // the row waits for its next try; the job of this one is not settled
  'handing-back', // the worker is stopping and its slot has stopped; the row is still leased
  'handed-back', // the row waits for another worker; this one has not ended
  // In any worker, about what others left.
  'unclaimed-found', // a job was taken by nobody that is alive; its row waits for it
  'lost-task-found', // a lease has run out; the row does not say so
  'lost-probe-found', // the lease of a look at an upload has run out; the row does not say so
  'asset-expired', // the row is gone; its bytes are not
  'upload-expired', // the row is gone; its bytes are not
] as const;

export type FaultPoint = (typeof FAULT_POINTS)[number];
export type FaultHook = (point: FaultPoint) => void | Promise<void>;

let armed: FaultHook | undefined;

/** For tests: called from a module that is loaded before the program, with `--import`. */
export function armFaultPoints(hook: FaultHook): void {
  armed = hook;
}

/** Says that the process has got this far; does nothing unless a test has armed the points. */
export function passFaultPoint(point: FaultPoint): void | Promise<void> {
  return armed?.(point);
}
