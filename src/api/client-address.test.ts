import { expect, test } from 'vitest';
import { addressMatcher, clientAddress } from './client-address.ts';

const isProxy = addressMatcher(['10.0.0.0/8', 'fd00::/8', '192.0.2.7']);

function from(remoteAddress: string, forwarded?: string): string {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return clientAddress({ socket: { remoteAddress }, headers }, isProxy);
}

test('nobody but a trusted proxy is believed about who called', () => {
  expect(from('198.51.100.1', '203.0.113.9')).toBe('198.51.100.1');
  expect(from('10.1.2.3', '203.0.113.9')).toBe('203.0.113.9');
  expect(from('192.0.2.7', '203.0.113.9')).toBe('203.0.113.9');
  expect(from('192.0.2.8', '203.0.113.9')).toBe('192.0.2.8');
});

test('what a client wrote itself stands left of what the proxies added, and counts for nothing', () => {
  expect(from('10.1.2.3', '1.1.1.1, 203.0.113.9, 10.9.9.9')).toBe('203.0.113.9');
  expect(from('10.1.2.3', '1.1.1.1, unknown')).toBe('10.1.2.3');
  expect(from('10.1.2.3', '1.1.1.1, unknown, 10.0.0.2')).toBe('10.0.0.2');
});

test('addresses are compared without wrapping, port or zone', () => {
  expect(from('::ffff:10.1.2.3', '::ffff:203.0.113.9')).toBe('203.0.113.9');
  expect(from('fd00::1%eth0', '[2001:db8::5]:4711')).toBe('2001:db8::5');
  expect(from('10.1.2.3', '203.0.113.9:55')).toBe('203.0.113.9');
});

test('a proxy that says nothing is itself the client', () => {
  expect(from('10.1.2.3')).toBe('10.1.2.3');
  expect(from('10.1.2.3', '')).toBe('10.1.2.3');
  expect(from('')).toBe('');
});
