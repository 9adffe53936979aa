import { z } from 'zod';
import { type TimedPhoneme, timedPhonemeSchema } from '../domain/speech-timing.ts';
import { type StoredWord, storedWordSchema } from '../domain/task.ts';
import type { Db } from './db.ts';

export type NewSpeechTiming = {
  taskId: string;
  keyId: string;
  sha256: string;
  words: StoredWord[];
  phonemes: TimedPhoneme[];
};

export async function insertSpeechTiming(tx: Db, timing: NewSpeechTiming): Promise<void> {
  await tx.speechTiming.create({ data: timing });
}

/** The phonemes of a recording that this key had made here; null for any other recording. */
export async function findPhonemes(
  db: Db,
  recording: { keyId: string; sha256: string },
): Promise<TimedPhoneme[] | null> {
  const row = await db.speechTiming.findFirst({ where: recording, select: { phonemes: true } });
  return row && z.array(timedPhonemeSchema).parse(row.phonemes);
}

export async function findWords(db: Db, taskId: string): Promise<StoredWord[] | null> {
  const row = await db.speechTiming.findUnique({ where: { taskId }, select: { words: true } });
  return row && z.array(storedWordSchema).parse(row.words);
}
