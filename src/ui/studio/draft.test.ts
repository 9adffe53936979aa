import { describe, expect, it } from 'vitest';
import { createTaskSchema } from '#/domain/task.ts';
import {
  type Draft,
  draftFromTask,
  EMPTY_DRAFT,
  findMissing,
  readDraft,
  toCreateTask,
} from './draft.ts';

const asset = 'asset_01kb8n5v6x3m9q2w7r4t1y0z8c';
const pixels = { width: 1024, height: 1024 };
const spoken: Draft = { ...EMPTY_DRAFT, picture: 'portrait:host', script: '  Hello there. ' };
const recorded: Draft = { ...EMPTY_DRAFT, picture: asset, mode: 'recording', recording: asset };
const resolved = { voice: null, pixels, isFootage: false, speaker: null, heard: null };
const calm = {
  pictureSending: false,
  pictureRefused: false,
  faceless: false,
  recordingSending: false,
  recordingRefused: false,
  maxScriptLength: 20,
};

describe('toCreateTask', () => {
  it('asks for what the API accepts, from a script or a recording', () => {
    for (const draft of [spoken, recorded, { ...spoken, shape: 'portrait' as const }]) {
      const task = toCreateTask(draft, { ...resolved, voice: 'voice:en' });
      expect(createTaskSchema.safeParse(task).error).toBeUndefined();
    }
  });

  it('names the face that is marked as speaking, chosen by hand or not', () => {
    const speaker = { x: 0.6, y: 0.2, width: 0.2, height: 0.3 };
    for (const face of [null, { x: 0.55, y: 0.2, width: 0.2, height: 0.3 }])
      expect(toCreateTask({ ...spoken, face }, { ...resolved, speaker })?.options?.face).toBe(
        speaker,
      );
    expect(toCreateTask(spoken, resolved)?.options).not.toHaveProperty('face');
  });

  it('is nothing while the draft is incomplete', () => {
    expect(toCreateTask(EMPTY_DRAFT, { ...resolved, pixels: null })).toBeNull();
    expect(toCreateTask({ ...recorded, recording: null }, resolved)).toBeNull();
  });

  it('survives the way to the server and back', () => {
    const draft: Draft = {
      ...spoken,
      script: 'Hello there.',
      voice: 'voice:en',
      shape: 'landscape',
      size: '720p',
      expression: 0.8,
      face: { x: 0.1, y: 0.1, width: 0.2, height: 0.2 },
      captions: 'burned',
      format: 'webm',
    };
    const task = createTaskSchema.parse(toCreateTask(draft, { ...resolved, voice: draft.voice }));
    expect(draftFromTask(task)).toEqual(draft);
  });
});

describe('what is footage', () => {
  const filmed: Draft = { ...spoken, picture: asset, length: 'freeze', headMotion: 0.9 };

  it('goes in as video, with the options of footage and none of stills', () => {
    const task = toCreateTask(filmed, { ...resolved, isFootage: true });
    expect(task?.input).toMatchObject({ video: asset });
    expect(task?.options).toEqual({ resolution: undefined, length: 'freeze' });
    expect(toCreateTask(filmed, resolved)?.options).toEqual({
      resolution: undefined,
      head_motion: 0.9,
    });
  });
});

describe('what was heard', () => {
  it('drives the video, unless its words are wanted as captions', () => {
    const heard = { ...resolved, heard: asset };
    expect(toCreateTask(spoken, heard)).toMatchObject({ type: 'lipsync', input: { audio: asset } });
    expect(toCreateTask({ ...spoken, captions: 'vtt' }, heard)?.type).toBe('digital_human');
    expect(toCreateTask(recorded, { ...resolved, heard: 'asset_other' })?.input).toMatchObject({
      audio: asset,
    });
  });
});

describe('findMissing', () => {
  it('names the first thing to do, and nothing for a complete draft', () => {
    expect(findMissing(EMPTY_DRAFT, calm)).toBe('picture');
    expect(findMissing({ ...spoken, script: ' \n' }, calm)).toBe('script');
    expect(findMissing({ ...spoken, script: 'a'.repeat(21) }, calm)).toBe('scriptTooLong');
    expect(findMissing({ ...recorded, recording: null }, calm)).toBe('recording');
    expect(findMissing(spoken, calm)).toBeNull();
    expect(findMissing(recorded, calm)).toBeNull();
  });

  it('asks for another file in place of a refused one', () => {
    expect(findMissing(spoken, { ...calm, pictureRefused: true })).toBe('picture');
    expect(findMissing(recorded, { ...calm, recordingRefused: true })).toBe('recording');
  });

  it('asks for somebody else where nobody is in the picture', () => {
    expect(findMissing(spoken, { ...calm, faceless: true })).toBe('face');
  });

  it('waits for files on their way', () => {
    expect(findMissing(spoken, { ...calm, pictureSending: true })).toBe('pictureSending');
    expect(findMissing(recorded, { ...calm, recordingSending: true })).toBe('recordingSending');
    expect(findMissing(spoken, { ...calm, recordingSending: true })).toBeNull();
  });
});

describe('readDraft', () => {
  it('gives back what was kept, and the usual for what an earlier version did not know', () => {
    const draft: Draft = { ...spoken, face: { x: 0, y: 0, width: 1, height: 1 }, captions: 'srt' };
    expect(readDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
    const { format: _, ...earlier } = draft;
    expect(readDraft(earlier)).toEqual(draft);
  });

  it('takes nothing else for a draft', () => {
    const broken = [{ script: 7 }, { shape: 'round' }, { face: { x: 'a' } }, { expression: null }];
    for (const kept of [null, 'text', ...broken]) expect(readDraft(kept)).toBeNull();
  });
});
