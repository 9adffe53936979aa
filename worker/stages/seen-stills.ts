import { LRUCache } from 'lru-cache';
import type { MediaLimits } from '../media/limits.ts';
import { loadStill } from '../media/still.ts';
import type { StagedFile } from '../slots/slot-messages.ts';
import type { Face, Picture } from '../vision/face.ts';
import type { FaceFinder } from '../vision/find-faces.ts';

export type SeenStill = { picture: Picture; faces: Face[] };

const KEPT_BYTES = 96 * 2 ** 20;

/** The pictures a slot saw last, with the faces found in them, so that the next video of a person starts at once. */
export class SeenStills {
  readonly #seen = new LRUCache<string, SeenStill>({
    maxSize: KEPT_BYTES,
    sizeCalculation: ({ picture }) => picture.data.byteLength,
  });
  readonly #finder: FaceFinder;

  constructor(finder: FaceFinder) {
    this.#finder = finder;
  }

  /** @throws AppError of the picture */
  async look(file: StagedFile, limits: MediaLimits): Promise<SeenStill> {
    const known = this.#seen.get(file.content);
    if (known) return known;
    const picture = await loadStill(file.path, { limits, allowSvg: file.vector });
    const still = { picture, faces: await this.#finder.find(picture) };
    this.#seen.set(file.content, still);
    return still;
  }
}
