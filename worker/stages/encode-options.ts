import { join } from 'node:path';
import { aigcLabel } from '../media/aigc.ts';
import { captionLineUnits } from '../media/caption-painter.ts';
import type { EncodeThreadData } from '../media/encode-thread.ts';
import { createFrameRing } from '../media/frame-ring.ts';
import { loadWatermark } from '../media/watermark.ts';
import type { SlotWork } from '../slots/slot-messages.ts';
import type { MakeCaptions } from './caption.ts';

const RING_SLOTS = 6;

export type VideoShape = { width: number; height: number; fps: number; frames: number };

export type SoundOfVideo = {
  path: string;
  durationMs: number;
  language: 'en' | 'zh';
  captions: MakeCaptions;
};

/** How a task's video is written, whatever makes its frames: format, quality, sound, and what is laid over the picture. */
export async function encodeOptions(
  work: SlotWork,
  video: VideoShape,
  sound: SoundOfVideo,
): Promise<EncodeThreadData> {
  const { codec, format = 'mp4' } = work.options;
  const { watermark } = work.files;
  const { limits } = work;
  return {
    ...video,
    ring: createFrameRing({ frameBytes: video.width * video.height * 4, slots: RING_SLOTS }),
    audioPath: sound.path,
    audioDurationMs: sound.durationMs,
    outputPath: join(work.workDir, `result.${format}`),
    format,
    quality: work.options.quality ?? 'standard',
    label: labelOf(work, sound.language),
    watermark: watermark ? await loadWatermark(watermark.path, { ...video, limits }) : null,
    captions: work.options.captions === 'burned' ? sound.captions(captionLineUnits(video)) : null,
    previewFolder: format === 'webm' ? null : join(work.workDir, 'preview'),
    ...(codec && { codec }),
    metadata: { aigc: aigcLabel({ producer: 'mouthpiece', produceId: work.taskId }) },
    limits,
  };
}

function labelOf(work: SlotWork, language: 'en' | 'zh'): EncodeThreadData['label'] {
  const policy = work.options.label ?? (work.visibleLabel ? 'visible' : 'metadata');
  if (policy !== 'visible') return null;
  return { text: (work.options.label_language ?? language) === 'zh' ? 'AI生成' : 'AI-generated' };
}
