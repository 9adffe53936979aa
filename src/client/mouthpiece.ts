import { createApiCalls } from './api-calls.ts';
import { type ByteTarget, sinkOfBlob, sinkOfStream } from './byte-sinks.ts';
import { type ByteStream, sourceOfBlob, sourceOfStream } from './byte-sources.ts';
import { type Call, Connection, type ConnectionOptions } from './connection.ts';
import { type DownloadSettings, downloadAsset, type Wanted } from './download-asset.ts';
import { followTask } from './follow-task.ts';
import { errorOfTask, MouthpieceError } from './mouthpiece-error.ts';
import type { ByteSource, Platform } from './platform.ts';
import type { Api, Asset, Task, TaskRequest } from './server-types.ts';
import { uploadFile } from './upload-file.ts';

export type UploadOptions = {
  /** The label of the file; else its own name. */
  filename?: string;
  /** `totalBytes` is null for a stream. */
  onProgress?: (sentBytes: number, totalBytes: number | null) => void;
  /** Gives the upload up, and what was sent of it. */
  signal?: AbortSignal;
};

export type MakeOptions = {
  /** Told at once, and after every change. */
  onProgress?: (task: Task) => void;
  /** Ends the waiting; the task goes on, and `api.tasks.cancel` ends it too. */
  signal?: AbortSignal;
  /** Makes the call safe to repeat after a crash of yours, for 24 hours; one is invented when missing. */
  idempotencyKey?: string;
};

/** What both entries share. */
export class Client {
  /** Every call of the typed API, with inputs and answers as the server knows them. They are not repeated on failure. */
  readonly api: Api;
  readonly #connection: Connection;
  readonly #platform: Platform;

  constructor(options: ConnectionOptions, platform: Platform) {
    this.#platform = platform;
    this.#connection = new Connection(options, platform.origin);
    this.api = createApiCalls(this.#connection);
  }

  /**
   * Sends a picture, recording or video of any size. After a broken connection or a restart of the server it goes on
   * where that stopped. The asset can be used at once, while the server still looks at it (`probing`).
   * @param file a path (not in a page), a `File` or `Blob`, or a stream, of which 8 MiB are held
   * @throws MouthpieceError `payload_too_large`, `quota_exceeded`, `storage_full`, `unauthorized`, `network`
   */
  async upload(
    file: string | URL | Blob | ByteStream,
    options: UploadOptions = {},
  ): Promise<Asset> {
    const source = await this.#open(file, options.filename);
    return uploadFile(
      this.#connection,
      { source, platform: this.#platform },
      { onProgress: options.onProgress, signal: options.signal },
    );
  }

  /**
   * Creates a task, once whatever happens on the way, and waits until it is completed.
   * @returns the completed task; `download` takes it
   * @throws MouthpieceError with the code of the refused request, or of the task that failed (then with `task`)
   */
  async make(request: TaskRequest, options: MakeOptions = {}): Promise<Task> {
    const created = await this.#json<Task>('/api/v1/tasks', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': options.idempotencyKey ?? randomKey(),
      },
      body: JSON.stringify(request),
      signal: options.signal,
    });
    return this.wait(created.id, options);
  }

  /** Says a text: `make` of a `speech` task, whose output is sound with word timings. */
  speech(text: string, options: MakeOptions & { voice?: string } = {}): Promise<Task> {
    const { voice, ...rest } = options;
    return this.make({ type: 'speech', input: { text, ...(voice && { voice }) } }, rest);
  }

  /**
   * Waits until a task is completed, over broken connections and restarts of the server.
   * @throws MouthpieceError with the task's code when it failed, `cancelled` when somebody cancelled it
   */
  async wait(id: string, options: Omit<MakeOptions, 'idempotencyKey'> = {}): Promise<Task> {
    let last: Task | undefined;
    for await (const task of this.follow(id, options)) {
      last = task;
      options.onProgress?.(task);
    }
    if (last?.status === 'completed') return last;
    throw last ? errorOfTask(last) : new MouthpieceError('not_found', 'There is no such task');
  }

  /** The task as it is, then after every change until it has ended, however it ends. */
  follow(id: string, options: { signal?: AbortSignal } = {}): AsyncGenerator<Task, void, void> {
    return followTask(this.#connection, id, options.signal);
  }

  /**
   * Brings the result of a task, or an asset, and checks length and SHA-256. After a broken connection it asks for the
   * rest; a path is written beside its place and moved there when it is whole, and a later call goes on with the rest.
   * @param what a completed task, an asset, or the id of an asset
   * @param to a path (not in a page) or a stream; a `Blob` is returned when missing
   * @throws MouthpieceError `corrupt`, `not_found`, `network`
   */
  download(
    what: Task | Asset | string,
    to?: undefined,
    options?: Partial<DownloadSettings>,
  ): Promise<Blob>;
  download(
    what: Task | Asset | string,
    to: string | URL | ByteTarget,
    options?: Partial<DownloadSettings>,
  ): Promise<undefined>;
  async download(
    what: Task | Asset | string,
    to?: string | URL | ByteTarget,
    options: Partial<DownloadSettings> = {},
  ): Promise<Blob | undefined> {
    const settings = { onProgress: options.onProgress, signal: options.signal };
    const { mime, ...wanted } = await this.#wanted(what, options.signal);
    if (to === undefined) {
      const sink = sinkOfBlob(mime);
      await downloadAsset(this.#connection, { wanted, sink }, settings);
      return sink.blob();
    }
    const sink = isPath(to)
      ? await this.#platform.savePath(to, wanted.id)
      : sinkOfStream(to, this.#platform);
    await downloadAsset(this.#connection, { wanted, sink }, settings);
    return undefined;
  }

  async #wanted(
    what: Task | Asset | string,
    signal: AbortSignal | undefined,
  ): Promise<Wanted & { mime: string }> {
    const id = typeof what === 'string' ? what : 'type' in what ? what.output?.asset_id : what.id;
    if (!id) throw new MouthpieceError('not_found', 'This task has no result');
    const asset = await this.#json<Asset>(`/api/v1/assets/${encodeURIComponent(id)}`, { signal });
    if (asset.bytes === null)
      throw new MouthpieceError('conflict', 'The asset is not complete yet');
    return { id, bytes: asset.bytes, sha256: asset.sha256, mime: asset.mime ?? '' };
  }

  #open(
    file: string | URL | Blob | ByteStream,
    filename?: string,
  ): Promise<ByteSource> | ByteSource {
    if (isPath(file)) return this.#platform.openPath(file);
    return file instanceof Blob ? sourceOfBlob(file, filename) : sourceOfStream(file, filename);
  }

  async #json<T>(path: string, call: Call): Promise<T> {
    const answer = await this.#connection.json<T>(path, call);
    if (!answer) throw new MouthpieceError('network', 'The server gave no answer');
    return answer.value;
  }
}

function isPath(value: unknown): value is string | URL {
  return typeof value === 'string' || value instanceof URL;
}

function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
