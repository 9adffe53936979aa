import { problemCode } from '../problem-code.ts';
import {
  findKeptFile,
  forgetAllKept,
  forgetKept,
  type KeptUpload,
  keepFile,
  keepUpload,
  listKept,
} from './kept-uploads.ts';
import { untilOnline } from './online.ts';
import { abandonUpload, assetIdAt, SendFailure, sendFile } from './send-file.ts';
import { TransferRate } from './transfer-rate.ts';
import { fingerprint, type Upload, type UploadUse } from './upload.ts';
import { lockUpload } from './upload-lock.ts';

/** Of the six connections that HTTP/1.1 gives a page, uploads take so many. */
const AT_ONCE = 2;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 10_000;

type Entry = {
  upload: Upload;
  kept: KeptUpload;
  /** Present while it runs. */
  running: AbortController | null;
  release: () => void;
};

/**
 * Everything this tab sends, whatever page shows it. Finished uploads stay until they are dismissed. Listeners hear of
 * every change; `list` gives the same array until something changes.
 */
export class UploadQueue {
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<() => void>();
  #list: readonly Upload[] = [];
  #count = 0;
  readonly #owner: string | null;

  /** @param owner the key whose uploads these are; null where nobody knows, and then none outlives the page */
  constructor(owner: string | null) {
    this.#owner = owner;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly list = (): readonly Upload[] => this.#list;

  /** Sends a file, or goes on with the upload that waits for this very file. @returns the id of the upload */
  add(file: File, use: UploadUse): string {
    const mark = fingerprint(file);
    const waiting = [...this.#entries.values()].find(
      ({ upload, kept }) => upload.state === 'fileless' && kept.fingerprint === mark,
    );
    if (waiting) {
      this.#give(waiting, file);
      return waiting.upload.id;
    }
    const id = newId(this.#count++);
    const { name, type, size: bytes } = file;
    const owner = this.#owner ?? '';
    const kept = { id, owner, use, name, type, bytes, fingerprint: mark, url: null, paused: false };
    const entry = this.#enter(kept, file, 'queued');
    void lockUpload(id).then((release) => {
      if (release) entry.release = release;
    });
    if (this.#owner !== null) {
      void keepUpload(kept).then(() => (this.#entries.has(id) ? keepFile(id, file) : undefined));
    }
    this.#startNext();
    return id;
  }

  /** Takes up what an earlier page of this browser left unfinished, unless another tab has it; what others left goes. */
  async restore(): Promise<void> {
    if (this.#owner === null) return;
    for (const kept of await listKept()) {
      if (this.#entries.has(kept.id)) continue;
      if (kept.owner !== this.#owner) {
        await forgetKept(kept.id);
        continue;
      }
      const release = await lockUpload(kept.id);
      if (!release || this.#entries.has(kept.id)) continue;
      const file = await findKeptFile(kept.id);
      const state = file ? (kept.paused ? 'paused' : 'queued') : 'fileless';
      this.#enter(kept, file, state).release = release;
    }
    this.#startNext();
  }

  pause(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry || !['sending', 'waiting', 'queued'].includes(entry.upload.state)) return;
    this.#keep(entry, { paused: true });
    this.#change(entry, { state: 'paused', bytesPerS: null });
    entry.running?.abort();
  }

  resume(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry?.upload.file || !['paused', 'failed'].includes(entry.upload.state)) return;
    this.#keep(entry, { paused: false });
    this.#change(entry, { state: 'queued', code: null });
    this.#startNext();
  }

  /** Gives up an upload, here and on the server; a finished one is only no longer listed. */
  dismiss(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#entries.delete(id);
    entry.running?.abort();
    entry.release();
    void forgetKept(id);
    if (entry.upload.state !== 'sent' && entry.kept.url)
      void abandonUpload(entry.kept.url).catch(() => undefined);
    this.#tell();
    this.#startNext();
  }

  /** Gives up everything, here and on the server, and leaves nothing of it in this browser. */
  async clear(): Promise<void> {
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    for (const { running, release } of entries) {
      running?.abort();
      release();
    }
    this.#tell();
    const begun = entries.flatMap(({ upload, kept }) =>
      upload.state !== 'sent' && kept.url ? [kept.url] : [],
    );
    await Promise.allSettled([forgetAllKept(), ...begun.map(abandonUpload)]);
  }

  #give(entry: Entry, file: File): void {
    this.#change(entry, { file, state: 'queued' });
    if (this.#owner !== null) void keepFile(entry.upload.id, file);
    this.#startNext();
  }

  #enter(kept: KeptUpload, file: File | null, state: Upload['state']): Entry {
    const { id, use, name, type, bytes, url } = kept;
    const upload: Upload = {
      ...{ id, use, name, type, bytes, state, file },
      ...{ sentBytes: 0, bytesPerS: null, code: null },
      assetId: url && assetIdAt(url),
    };
    const entry: Entry = { upload, kept, running: null, release: () => undefined };
    this.#entries.set(id, entry);
    this.#tell();
    return entry;
  }

  #startNext(): void {
    for (const entry of this.#entries.values()) {
      const running = [...this.#entries.values()].filter((each) => each.running).length;
      if (running >= AT_ONCE) return;
      if (entry.upload.state === 'queued' && !entry.running) void this.#run(entry);
    }
  }

  async #run(entry: Entry): Promise<void> {
    const running = new AbortController();
    entry.running = running;
    try {
      const assetId = await this.#sendAtLast(entry, running.signal);
      this.#change(entry, { state: 'sent', assetId, sentBytes: entry.upload.bytes });
      entry.release();
      void forgetKept(entry.upload.id);
    } catch (error) {
      if (!running.signal.aborted) {
        const code = error instanceof SendFailure ? error.code : problemCode(error);
        this.#change(entry, { state: 'failed', code, bytesPerS: null });
        void forgetKept(entry.upload.id);
      }
    } finally {
      entry.running = null;
      this.#startNext();
    }
  }

  /** Tries for as long as what is in the way may pass. */
  async #sendAtLast(entry: Entry, signal: AbortSignal): Promise<string> {
    const rate = new TransferRate();
    for (let wait = FIRST_RETRY_MS; ; wait = Math.min(LAST_RETRY_MS, wait * 2)) {
      const { file } = entry.upload;
      if (!file) throw new SendFailure('asset_missing', false);
      const before = entry.upload.sentBytes;
      try {
        return await sendFile(file, {
          url: entry.kept.url,
          signal,
          onUrl: (url) => {
            this.#keep(entry, { url });
            this.#change(entry, { assetId: url && assetIdAt(url) });
          },
          onProgress: (sentBytes) => {
            if (signal.aborted) return;
            const bytesPerS = rate.push(performance.now(), sentBytes);
            this.#change(entry, { state: 'sending', sentBytes, bytesPerS });
          },
        });
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof SendFailure && error.passing)) throw error;
        rate.reset();
        this.#change(entry, { state: 'waiting', bytesPerS: null });
        if (entry.upload.sentBytes > before) wait = FIRST_RETRY_MS;
        await untilOnline(wait, signal);
      }
    }
  }

  #keep(entry: Entry, some: Partial<KeptUpload>): void {
    entry.kept = { ...entry.kept, ...some };
    if (this.#owner !== null && this.#entries.has(entry.kept.id)) void keepUpload(entry.kept);
  }

  #change(entry: Entry, some: Partial<Upload>): void {
    entry.upload = { ...entry.upload, ...some };
    this.#tell();
  }

  #tell(): void {
    this.#list = [...this.#entries.values()].map(({ upload }) => upload);
    for (const listener of this.#listeners) listener();
  }
}

/** In the order they were added, over reloads as well. */
function newId(count: number): string {
  const random = Math.random().toString(36).slice(2, 8);
  return `${Date.now().toString(36)}-${String(count).padStart(3, '0')}-${random}`;
}
