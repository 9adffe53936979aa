import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { readSecrets, takeUrlToken } from './credentials.ts';

function requestOf(method: string, url: string): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  return Object.assign(request, { method, url });
}

test('a key in the address of the one call that takes it is read, and gone from the address', () => {
  const tries: [string, string, string, string[]][] = [
    ['POST', '/api/v1/generate?token=secret', '/api/v1/generate', ['secret']],
    ['POST', '/api/v1/generate?a=1&token=s%2Bt', '/api/v1/generate?a=1', ['s+t']],
    ['POST', '/api/v1/generate?token=', '/api/v1/generate', []],
    ['POST', '/api/v1/generate?token=a&token=b', '/api/v1/generate', ['a b']],
    ['POST', '/api/v1/generate', '/api/v1/generate', []],
    ['GET', '/api/v1/generate?token=x', '/api/v1/generate?token=x', []],
    ['POST', '/api/v1/tasks?token=x', '/api/v1/tasks?token=x', []],
  ];
  for (const [method, url, left, secrets] of tries) {
    const request = requestOf(method, url);
    takeUrlToken(request);
    expect([request.url, readSecrets(request)]).toEqual([left, secrets]);
  }
});

test('a key in the address does not hide one in a header', () => {
  const request = requestOf('POST', '/api/v1/generate?token=one');
  request.headers['x-api-key'] = 'two';
  takeUrlToken(request);
  expect(readSecrets(request)).toEqual(['two', 'one']);
});
