import type { ConnectionOptions } from './connection.ts';
import { Client } from './mouthpiece.ts';
import { MouthpieceError } from './mouthpiece-error.ts';
import type { Platform } from './platform.ts';

export { MouthpieceError };

/** A Mouthpiece server, from a page: of the same origin with its session, of another one with a key. */
export class Mouthpiece extends Client {
  constructor(options: ConnectionOptions = {}) {
    super(options, PLATFORM);
  }
}

const PLATFORM: Platform = {
  origin: globalThis.location?.origin ?? '',
  toBody: async (value) => value,
  openPath: () => Promise.reject(noPaths()),
  savePath: () => Promise.reject(noPaths()),
  createHash: () => null,
};

function noPaths(): TypeError {
  return new TypeError('A page has no paths: use a File, a Blob or a stream');
}
