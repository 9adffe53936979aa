import { animateFootage } from './animate-footage.ts';
import { type Animation, animateStill, type SoundToShow } from './animate-still.ts';
import { getFile } from './get-file.ts';
import type { StageContext } from './stage-context.ts';

/** Makes the person of the task's picture or footage say the sound. */
export function animate(context: StageContext, sound: SoundToShow): Promise<Animation> {
  const { video } = context.work.files;
  return video
    ? animateFootage(context, { ...sound, video })
    : animateStill(context, { ...sound, image: getFile(context.work, 'image') });
}
