import { expect, test } from 'vitest';
import { isDirectLoopback } from './loopback.ts';

const from = (remoteAddress: string, headers: Record<string, string> = {}) =>
  isDirectLoopback({ socket: { remoteAddress }, headers: { host: 'localhost:3000', ...headers } });

test('only a loopback peer is this machine', () => {
  for (const address of ['127.0.0.1', '127.8.0.2', '::1', '::ffff:127.0.0.1']) {
    expect([address, from(address)]).toEqual([address, true]);
  }
  for (const address of ['10.0.0.1', '::ffff:10.0.0.1', 'fe80::1', '1127.0.0.1', '']) {
    expect([address, from(address)]).toEqual([address, false]);
  }
});

test('any trace of a proxy, of another origin or of another name counts as far away', () => {
  const traces: Record<string, string>[] = [
    { 'x-forwarded-for': '127.0.0.1' },
    { 'x-forwarded-anything': '' },
    { forwarded: '' },
    { via: '1.1 x' },
    { 'cf-connecting-ip': '127.0.0.1' },
    { origin: 'http://localhost:3001' },
    { origin: 'null' },
    { host: 'localhost.example' },
    { host: '127.0.0.1.example' },
    { 'sec-fetch-site': 'same-site' },
  ];
  for (const headers of traces) expect([headers, from('::1', headers)]).toEqual([headers, false]);
  expect(from('::1', { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-origin' })).toBe(
    true,
  );
});
