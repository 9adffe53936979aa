import type { ChildProcess } from 'node:child_process';
import type { SeenFace } from '#/domain/asset.ts';
import { AppError } from '#/domain/errors.ts';
import type { MediaLimits } from '../media/limits.ts';
import type { MediaProbe } from '../media/probe.ts';
import { forkMedia, type MediaProcessOptions } from './fork-media.ts';
import type { SlotFailure } from './slot-messages.ts';
import { watchMemory } from './watch-memory.ts';

export type ProbeRequest = {
  id: number;
  path: string;
  limits: MediaLimits;
  thumbnailPath: string | null;
  /** Whether to look for faces as well, once the answer is given. */
  forFaces: boolean;
};
/** Follows the answer to a request for faces; null where they could not be looked for. */
export type FacesAnswer = { id: number; faces: SeenFace[] | null };
export type ProbeAnswer = {
  id: number;
  probe: MediaProbe | null;
  thumbnailPath: string | null;
  failure: SlotFailure | null;
};
export type Probed = {
  probe: MediaProbe;
  thumbnailPath: string | null;
  /** Comes later, and is null where nobody asked or nothing could be seen; never rejects. */
  faces: Promise<SeenFace[] | null>;
};

const LONGEST_MS = 60_000;
const LONGEST_FOR_FACES_MS = 30_000;

const TOO_SLOW: SlotFailure = {
  code: 'media_unreadable',
  detail: 'The file could not be read in time: it may be damaged',
  cause: null,
};

/** The process ended while it looked; that may be the file's fault, or not. */
class LaneEnded extends AppError {}

type Pending = {
  forFaces: boolean;
  resolve: (probed: Probed) => void;
  reject: (error: AppError) => void;
};

/** The lane for short work, so that an hour-long task never keeps an upload from becoming ready. */
export class ProbeLane implements AsyncDisposable {
  readonly #options: MediaProcessOptions;
  readonly #pending = new Map<number, Pending>();
  readonly #looking = new Map<number, (faces: SeenFace[] | null) => void>();
  #child: ChildProcess | undefined;
  #next = 1;
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: MediaProcessOptions) {
    this.#options = options;
  }

  /** @throws AppError of the media, or `media_unreadable` when the file ended or stopped the process */
  look(request: Omit<ProbeRequest, 'id'>): Promise<Probed> {
    const result = this.#turn
      .then(() => this.#ask(request))
      .catch((error: unknown) => {
        if (error instanceof LaneEnded) return this.#ask(request);
        throw error;
      });
    this.#turn = result.catch(() => undefined);
    return result;
  }

  async #ask(request: Omit<ProbeRequest, 'id'>): Promise<Probed> {
    if (this.#closed) throw new AppError('unavailable', 'The worker is stopping');
    const child = this.#open();
    const id = this.#next++;
    const timer = setTimeout(() => {
      this.#settle({ id, probe: null, thumbnailPath: null, failure: TOO_SLOW });
      child.kill('SIGKILL');
    }, LONGEST_MS);
    try {
      return await new Promise<Probed>((resolve, reject) => {
        this.#pending.set(id, { forFaces: request.forFaces, resolve, reject });
        child.send({ ...request, id });
      });
    } finally {
      clearTimeout(timer);
      this.#pending.delete(id);
    }
  }

  #open(): ChildProcess {
    if (this.#child) return this.#child;
    const child = forkMedia(new URL('probe-lane-process.ts', import.meta.url), this.#options);
    watchMemory(child, this.#options.maxBytes, () => {});
    child.on('message', (answer: ProbeAnswer | FacesAnswer) => {
      if ('faces' in answer) this.#looking.get(answer.id)?.(answer.faces);
      else this.#settle(answer);
    });
    child.on('exit', (code, signal) => {
      this.#child = undefined;
      for (const end of this.#looking.values()) end(null);
      const why = this.#closed
        ? new AppError('unavailable', 'The worker is stopping')
        : new LaneEnded('media_unreadable', 'The file could not be read: it may be damaged', {
            cause: `the process that looked at it ended (${signal ?? code})`,
          });
      for (const pending of this.#pending.values()) pending.reject(why);
    });
    this.#child = child;
    return child;
  }

  #settle(answer: ProbeAnswer): void {
    const pending = this.#pending.get(answer.id);
    const { probe, thumbnailPath } = answer;
    if (probe && pending) {
      const faces = pending.forFaces && thumbnailPath ? this.#awaitFaces(answer.id) : null;
      pending.resolve({ probe, thumbnailPath, faces: Promise.resolve(faces) });
    }
    if (answer.failure) {
      const { code, detail, cause } = answer.failure;
      pending?.reject(new AppError(code, detail, { cause }));
    }
  }

  #awaitFaces(id: number): Promise<SeenFace[] | null> {
    return new Promise((resolve) => {
      const end = (faces: SeenFace[] | null) => {
        clearTimeout(timer);
        this.#looking.delete(id);
        resolve(faces);
      };
      const timer = setTimeout(end, LONGEST_FOR_FACES_MS, null);
      this.#looking.set(id, end);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    const child = this.#child;
    if (!child) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
}
