import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { changeAsset } from '../../data/assets.ts';
import { lockKey } from '../../data/db.ts';
import { claimImport, type ImportLease, type ImportRow, reportImport } from '../../data/imports.ts';
import { AppError } from '../../domain/errors.ts';
import { passFaultPoint } from '../../domain/fault-points.ts';
import { isDiskFull } from '../../domain/is-disk-full.ts';
import type { AppContext } from '../context.ts';
import { renewEveryMs } from '../tasks/lease.ts';
import { maxUploadBytes } from './begin-upload.ts';
import { checkStoredBytes } from './check-room.ts';
import { finishUpload } from './finish-upload.ts';
import { recordRejection } from './record-probe.ts';
import { MAX_IMPORT_TRIES, sendImport } from './recover-lost-imports.ts';

const ANSWER_MS = 30_000;
const IDLE_MS = 30_000;
const WHOLE_MS = 3_600_000;
const TELL_EVERY_MS = 500;
/** Answers after which the same question may be answered otherwise. */
const PASSING = [408, 425, 429, 500, 502, 503, 504];

/** Fetches the bytes of an import and hands them on to be probed, or says why it could not. */
export async function runImport(
  app: AppContext,
  job: { assetId: string; attempt: number },
  draining: AbortSignal,
): Promise<void> {
  const { MOUTHPIECE_TIMING_LEASE_MS: leaseMs } = app.env;
  const claimed = { id: job.assetId, attempt: job.attempt };
  const row = await app.database.transaction((tx) => claimImport(tx, claimed, leaseMs));
  if (!row) return;
  const lease = { id: row.id, attempt: row.attempt };
  await passFaultPoint('import-claimed');
  const folder = join(app.paths.work, `import-${lease.id}-${lease.attempt}`);
  const lost = new AbortController();
  const progress = tellProgress(app, lease, lost);
  const signal = AbortSignal.any([draining, lost.signal, AbortSignal.timeout(WHOLE_MS)]);
  try {
    await mkdir(folder, { recursive: true });
    const work = { row, lease, path: join(folder, 'file'), progress, signal };
    const final = await fetchFile(app, work).catch((error: unknown) => {
      if (draining.aborted && !lost.signal.aborted) return handBack(app, lease);
      if (lost.signal.aborted) return null;
      return settle(app, lease, error);
    });
    if (final) await recordRejection(app, { lease, error: final, during: 'uploading' });
  } finally {
    progress.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

type Progress = { bytes: number; stop(): void };
type Fetching = {
  row: ImportRow;
  lease: ImportLease;
  path: string;
  progress: Progress;
  signal: AbortSignal;
};

/** @returns the error that no further try would change, or null when the file is on its way to be probed */
async function fetchFile(app: AppContext, work: Fetching): Promise<AppError | null> {
  const { row, lease, path, progress, signal } = work;
  const limits = { answerMs: ANSWER_MS, idleMs: IDLE_MS, signal };
  using found = await app.outbound.download(row.sourceUrl, limits);
  if (found.status !== 200) return refuseStatus(found.status);
  const most = await reserve(app, row, found.headers['content-length']);
  const hash = createHash('sha256');
  const meter = new Transform({
    transform(piece: Buffer, _, done) {
      progress.bytes += piece.length;
      hash.update(piece);
      done(progress.bytes > most ? tooLarge(most) : null, piece);
    },
  });
  await pipeline(found.body, meter, createWriteStream(path, { flags: 'wx' }), { signal });
  await passFaultPoint('import-received');
  const sha256 = hash.digest('hex');
  if (progress.bytes === 0) return new AppError('media_unreadable', 'The address gave no bytes');
  if (row.sha256 !== null && row.sha256 !== sha256)
    return new AppError('checksum_mismatch', 'The bytes fetched do not have the declared sha256');
  const { MOUTHPIECE_TIMING_LEASE_MS: leaseMs } = app.env;
  const held = { leaseMs, receivedBytes: progress.bytes };
  if (!(await reportImport(app.database.pool, lease, held))) return null;
  const owner = { keyId: row.keyId, scopes: ['create' as const], anonymous: false };
  const file = { assetId: row.id, path, bytes: progress.bytes, sha256 };
  await finishUpload({ ...app, caller: owner }, file);
  return null;
}

/** Counts the declared length against the key's quota before the bytes come. @returns how many may come */
async function reserve(
  app: AppContext,
  row: ImportRow,
  declared: string | undefined,
): Promise<number> {
  const most = maxUploadBytes(app);
  if (declared === undefined) return most;
  const bytes = Number(declared);
  if (bytes > most) throw tooLarge(most);
  await app.database.transaction(async (tx) => {
    await lockKey(tx, row.keyId);
    await checkStoredBytes(tx, app, { keyId: row.keyId, bytes });
    await changeAsset(tx, { id: row.id, status: 'uploading', attempt: row.attempt }, { bytes });
  });
  return most;
}

function tellProgress(app: AppContext, lease: ImportLease, lost: AbortController): Progress {
  const { MOUTHPIECE_TIMING_LEASE_MS: leaseMs } = app.env;
  const tell = () =>
    reportImport(app.database.pool, lease, { leaseMs, receivedBytes: progress.bytes }).then(
      (held) => {
        if (!held) lost.abort();
      },
      (error: unknown) => app.logger.warn({ err: error, ...lease }, 'lease could not be renewed'),
    );
  const timer = setInterval(() => void tell(), Math.min(TELL_EVERY_MS, renewEveryMs(app)));
  const progress = { bytes: 0, stop: () => clearInterval(timer) };
  return progress;
}

/** What may pass is tried again after a pause; everything else, and the last try, is final. */
async function settle(
  app: AppContext,
  lease: ImportLease,
  error: unknown,
): Promise<AppError | null> {
  const known = toAppError(error);
  if (!known.retryable || known.code === 'quota_exceeded' || lease.attempt >= MAX_IMPORT_TRIES) {
    app.logger.info({ assetId: lease.id, code: known.code, cause: known.cause }, 'import failed');
    return known;
  }
  const delayMs = app.env.MOUTHPIECE_TIMING_RETRY_MS * 4 ** (lease.attempt - 1);
  await app.database.transaction((tx) => sendImport(tx, app, { ...lease, delayMs }));
  return null;
}

async function handBack(app: AppContext, lease: ImportLease): Promise<null> {
  await app.database.transaction((tx) => sendImport(tx, app, { ...lease, delayMs: 0 }));
  return null;
}

function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isDiskFull(error))
    return new AppError('storage_full', 'The server has no space for the file', { cause: error });
  return new AppError('url_failed', 'The file did not come whole', { cause: error });
}

function refuseStatus(status: number): AppError {
  const error = new AppError('url_failed', `The address answered with status ${status}`);
  if (PASSING.includes(status)) throw error;
  return error;
}

function tooLarge(most: number): AppError {
  return new AppError(
    'media_too_large',
    `A file may have at most ${most} bytes: make it smaller, or cut it`,
  );
}
