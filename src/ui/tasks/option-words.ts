import type { TaskOptions } from '#/domain/task.ts';
import type { Messages } from '../messages/en.ts';

/** Options whose value is a part of a whole, 0..1. */
const PARTS = ['expression', 'head_motion'];
const MOMENTS = ['start', 'end'];

/** An option of a task as a person would say it: its name and its value. */
export function optionWords(
  [name, value]: [string, TaskOptions[keyof TaskOptions]],
  messages: Messages,
  language: string,
): [name: string, value: string] {
  return [
    messages.tasks.optionNames[name] ?? name,
    valueWords(name, value, { messages, language }),
  ];
}

function valueWords(
  name: string,
  value: TaskOptions[keyof TaskOptions],
  { messages, language }: { messages: Messages; language: string },
): string {
  const { tasks, choices } = messages;
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  if (typeof value === 'object') return tasks.faceBox;
  if (typeof value === 'number') {
    if (PARTS.includes(name)) return choices.percent(Math.round(value * 100));
    if (MOMENTS.includes(name)) return tasks.seconds(number.format(value));
    return name === 'face' ? tasks.faceIndex(value + 1) : number.format(value);
  }
  const known: Record<string, Record<string, string>> = {
    ...tasks.optionValues,
    captions: choices.captionKinds,
    length: choices.lengths,
    format: choices.formats,
  };
  return known[name]?.[String(value)] ?? String(value);
}
