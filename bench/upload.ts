import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Product } from '../bin/launcher.ts';
import { until } from '../bin/process-alive.ts';
import { withProduct } from './bench-product.ts';
import { type Claim, claimOf } from './claim.ts';
import { startHelper } from './load.ts';
import { findChild, forgetPeak, peakResidentMb, residentMb } from './processes.ts';

const CHUNK_BYTES = 8 * 1024 * 1024;
const LARGE = { chunks: 128, samples: 3 };
const MANY = { chunks: 25, uploads: 20 };
const MB = 1024 * 1024;

/** For the process that sends: how often the chunk in the file goes to each target, one after the other. */
export type Sending = {
  chunkPath: string;
  chunks: number;
  targets: { url: string; headers: Record<string, string> }[];
};

/** For the process that does nothing but keep what it is sent. */
export type Sink = { path: string; bytes: number };

type Source = { chunkPath: string; chunk: Buffer };

/**
 * `upload.rssMb`: the most memory of the web process while 20 clients send 200 MB each. `upload.vsRaw`: how fast 1 GB goes
 * up, its sha256 checked, ÷ how fast a bare node:http server puts the same bytes on the same disk.
 */
export async function measureUpload(): Promise<Claim[]> {
  const folder = await mkdtemp(join(tmpdir(), 'mouthpiece-bench-'));
  const chunk = randomBytes(CHUNK_BYTES);
  const chunkPath = join(folder, 'chunk');
  try {
    await writeFile(chunkPath, chunk);
    return await withProduct(async (product) => {
      const source = { chunkPath, chunk };
      const memory = await measureMemory(product, source);
      return [await measureSpeed(product, source, folder), memory];
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function measureSpeed(product: Product, source: Source, folder: string): Promise<Claim> {
  const { chunks } = LARGE;
  const sinkPath = join(folder, 'sunk');
  await using sink = startHelper('sink-process.ts');
  const sinkUrl = (await sink.ask({ path: sinkPath, bytes: chunks * CHUNK_BYTES })) as string;
  const sha256 = sha256Of(source.chunk, chunks);
  const ours: number[] = [];
  const raw: number[] = [];
  const sendRaw = async () => {
    raw.push(await send({ ...source, chunks, targets: [{ url: sinkUrl, headers: {} }] }));
    await rm(sinkPath, { force: true });
  };
  for (let i = 0; i < LARGE.samples; i++) {
    if (i % 2 === 0) await sendRaw();
    const upload = await begin(product, { bytes: chunks * CHUNK_BYTES, sha256 });
    ours.push(await send({ ...source, chunks, targets: [upload] }));
    await forget(product, [upload]);
    if (i % 2 === 1) await sendRaw();
  }
  const rate = (seconds: number[]) =>
    seconds.map((each) => ((chunks * CHUNK_BYTES) / MB / each).toFixed(0)).join(', ');
  return claimOf({
    name: 'upload.vsRaw',
    unit: '×',
    target: { atLeast: 0.7 },
    samples: ours.map((seconds, i) => (raw[i] ?? Number.NaN) / seconds),
    notes: [
      `${rate(ours)} MB/s to the end of the upload, sha256 and all; the bare server ${rate(raw)} MB/s`,
      `1 GB in chunks of ${CHUNK_BYTES / MB} MB, as our client sends them`,
    ],
  });
}

async function measureMemory(product: Product, source: Source): Promise<Claim> {
  const { chunks, uploads } = MANY;
  const bytes = chunks * CHUNK_BYTES;
  const sha256 = sha256Of(source.chunk, chunks);
  const begun = await Promise.all(
    Array.from({ length: uploads }, () => begin(product, { bytes, sha256 })),
  );
  const web = findChild('src/server.ts');
  const before = residentMb(web);
  forgetPeak(web);
  const seconds = await send({ ...source, chunks, targets: begun });
  const peak = peakResidentMb(web);
  await forget(product, begun);
  return claimOf({
    name: 'upload.rssMb',
    unit: 'MB',
    target: { atMost: 300 },
    samples: [peak],
    notes: [
      `${before.toFixed(0)} MB before; ${uploads} uploads of ${bytes / MB} MB at once took ${seconds.toFixed(1)} s`,
    ],
  });
}

async function send({ chunkPath, chunks, targets }: Sending): Promise<number> {
  await using sender = startHelper('upload-process.ts');
  return (await sender.ask({ chunkPath, chunks, targets })) as number;
}

type Upload = Sending['targets'][number];

async function begin(
  { url, adminKey }: Product,
  { bytes, sha256 }: { bytes: number; sha256: string },
): Promise<Upload> {
  const headers = { Authorization: `Bearer ${adminKey}`, 'Tus-Resumable': '1.0.0' };
  const encoded = (text: string) => Buffer.from(text).toString('base64');
  const response = await fetch(`${url}/api/v1/uploads`, {
    method: 'POST',
    headers: {
      ...headers,
      'Upload-Length': String(bytes),
      'Upload-Metadata': `filename ${encoded('noise.mp4')},sha256 ${encoded(sha256)}`,
    },
  });
  const location = response.headers.get('location');
  if (response.status !== 201 || !location) throw new Error('the measured upload did not begin');
  const type = { 'Content-Type': 'application/offset+octet-stream' };
  return { url: new URL(location, url).href, headers: { ...headers, ...type } };
}

/** Removes the files again, once no worker looks at them. */
async function forget({ url, adminKey }: Product, uploads: Upload[]): Promise<void> {
  const headers = { Authorization: `Bearer ${adminKey}` };
  for (const upload of uploads) {
    const asset = `${url}/api/v1/assets/${upload.url.split('/').at(-1)}`;
    const hasBeenLookedAt = async () => {
      const { status } = (await (await fetch(asset, { headers })).json()) as { status: string };
      return status !== 'uploading' && status !== 'probing';
    };
    if (!(await until(hasBeenLookedAt, 60_000, 100)))
      throw new Error('an upload was not looked at');
    const removed = await fetch(asset, { method: 'DELETE', headers });
    if (!removed.ok) throw new Error(`an upload could not be removed: ${removed.status}`);
  }
}

function sha256Of(chunk: Buffer, chunks: number): string {
  const hash = createHash('sha256');
  for (let i = 0; i < chunks; i++) hash.update(chunk);
  return hash.digest('hex');
}
