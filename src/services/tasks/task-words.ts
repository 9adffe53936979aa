import type { CreateTask } from '../../domain/task.ts';
import type { TaskAsset } from './check-inputs.ts';

const NAME_LENGTH = 120;
const SEARCHED_LENGTH = 2_000;

/** How lists call a task, and what a search for it looks through. */
export function taskWords(
  request: Pick<CreateTask, 'input' | 'metadata'>,
  assets: TaskAsset[],
): { name: string; searchText: string } {
  const name = start(textOf(request.input) ?? fileOf(assets) ?? '', NAME_LENGTH);
  const searched = [name, ...Object.values(request.metadata)].join(' ').toLowerCase();
  return { name, searchText: start(searched, SEARCHED_LENGTH) };
}

function textOf(input: CreateTask['input']): string | undefined {
  if ('speech_text' in input) return input.speech_text;
  return 'text' in input ? input.text : undefined;
}

function fileOf(assets: TaskAsset[]): string | undefined {
  const named = (field: string) => assets.find((found) => found.field === field)?.asset.filename;
  return named('audio') ?? named('video') ?? named('image');
}

function start(text: string, length: number): string {
  return [...text.replace(/\s+/gu, ' ').trim()].slice(0, length).join('');
}
