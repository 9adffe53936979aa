import { fileSize } from '../amounts.ts';
import type { Messages } from '../messages/en.ts';
import { secondsLeft } from '../time-left.ts';
import { sentPart, type Upload } from './upload.ts';

/** Where an upload is, in a line: how far, how fast, how long still, or what it waits for. */
export function uploadWords(upload: Upload, words: Messages, language: string): string {
  const { uploads, errors } = words;
  const percent = uploads.percent(Math.floor(sentPart(upload) * 100));
  switch (upload.state) {
    case 'sending':
      return [percent, ...pace(upload, words, language)].join(' · ');
    case 'queued':
      return uploads.queued;
    case 'waiting':
      return [percent, uploads.waiting].join(' · ');
    case 'paused':
      return [percent, uploads.paused].join(' · ');
    case 'fileless':
      return uploads.fileless;
    case 'sent':
      return [uploads.sent, fileSize(upload.bytes, language)].join(' · ');
    case 'failed':
      return errors[upload.code ?? 'internal'];
    default:
      return upload.state satisfies never;
  }
}

function pace({ bytes, sentBytes, bytesPerS }: Upload, words: Messages, language: string) {
  if (bytesPerS === null) return [];
  const left = secondsLeft((bytes - sentBytes) / bytesPerS, words.progress);
  return [words.uploads.perSecond(fileSize(bytesPerS, language)), left];
}
