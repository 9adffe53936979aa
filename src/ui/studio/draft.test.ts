import { describe, expect, it } from 'vitest';
import { createTaskSchema } from '#/domain/task.ts';
import { type Draft, draftFromTask, EMPTY_DRAFT, findMissing, toCreateTask } from './draft.ts';

const asset = 'asset_01kb8n5v6x3m9q2w7r4t1y0z8c';
const pixels = { width: 1024, height: 1024 };
const spoken: Draft = { ...EMPTY_DRAFT, picture: 'portrait:host', script: '  Hello there. ' };
const recorded: Draft = { ...EMPTY_DRAFT, picture: asset, mode: 'recording', recording: asset };
const calm = {
  pictureSending: false,
  pictureRefused: false,
  recordingSending: false,
  recordingRefused: false,
  maxScriptLength: 20,
};

describe('toCreateTask', () => {
  it('asks for what the API accepts, from a script or a recording', () => {
    for (const draft of [spoken, recorded, { ...spoken, shape: 'portrait' as const }]) {
      const task = toCreateTask(draft, { voice: 'voice:en', pixels });
      expect(createTaskSchema.safeParse(task).error).toBeUndefined();
    }
  });

  it('is nothing while the draft is incomplete', () => {
    expect(toCreateTask(EMPTY_DRAFT, { voice: null, pixels: null })).toBeNull();
    expect(toCreateTask({ ...recorded, recording: null }, { voice: null, pixels })).toBeNull();
  });

  it('survives the way to the server and back', () => {
    const draft: Draft = {
      ...spoken,
      script: 'Hello there.',
      voice: 'voice:en',
      shape: 'landscape',
      size: '720p',
      expression: 0.8,
    };
    const task = createTaskSchema.parse(toCreateTask(draft, { voice: draft.voice, pixels }));
    expect(draftFromTask(task)).toEqual(draft);
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

  it('waits for files on their way', () => {
    expect(findMissing(spoken, { ...calm, pictureSending: true })).toBe('pictureSending');
    expect(findMissing(recorded, { ...calm, recordingSending: true })).toBe('recordingSending');
    expect(findMissing(spoken, { ...calm, recordingSending: true })).toBeNull();
  });
});
