import { join } from 'node:path';
import { aigcLabel } from '../media/aigc.ts';
import type { EncodeThreadData } from '../media/encode-thread.ts';
import { createFrameRing } from '../media/frame-ring.ts';
import type { SlotWork } from '../slots/slot-messages.ts';

const RING_SLOTS = 6;

export type VideoShape = { width: number; height: number; fps: number; frames: number };

/** How a task's video is written, whatever makes its frames: format, quality, sound, label. */
export function encodeOptions(
  work: SlotWork,
  video: VideoShape,
  sound: { path: string | null; durationMs: number; language: 'en' | 'zh' },
): EncodeThreadData {
  const format = work.options.format ?? 'mp4';
  return {
    ...video,
    ring: createFrameRing({ frameBytes: video.width * video.height * 4, slots: RING_SLOTS }),
    audioPath: sound.path,
    audioDurationMs: sound.durationMs,
    outputPath: join(work.workDir, `result.${format}`),
    format,
    quality: work.options.quality ?? 'standard',
    label: labelOf(work, sound.language),
    metadata: { aigc: aigcLabel({ producer: 'mouthpiece', produceId: work.taskId }) },
    limits: work.limits,
  };
}

function labelOf(work: SlotWork, language: 'en' | 'zh'): EncodeThreadData['label'] {
  const policy = work.options.label ?? (work.visibleLabel ? 'visible' : 'metadata');
  if (policy !== 'visible') return null;
  return { text: (work.options.label_language ?? language) === 'zh' ? 'AI生成' : 'AI-generated' };
}
