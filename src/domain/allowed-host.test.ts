import { expect, test } from 'vitest';
import { allowedHostsSchema } from './allowed-host.ts';

test('hosts, ports and ranges are read in the spelling in which addresses are compared', () => {
  expect(
    allowedHostsSchema.parse(
      ' Hooks.Intern. , 10.0.0.7:8080,[FD00::1]:443,::1, 10.1.0.0/16,fd00::/8 ',
    ),
  ).toEqual([
    { kind: 'host', host: 'hooks.intern', port: null },
    { kind: 'host', host: '10.0.0.7', port: 8080 },
    { kind: 'host', host: '[fd00::1]', port: 443 },
    { kind: 'host', host: '[::1]', port: null },
    { kind: 'range', address: '10.1.0.0', prefix: 16, family: 'ipv4' },
    { kind: 'range', address: 'fd00::', prefix: 8, family: 'ipv6' },
  ]);
  expect(allowedHostsSchema.parse(undefined)).toEqual([]);
});

test.each([
  '*',
  '*.example.org',
  'http://example.org',
  'example.org/path',
  'a b',
  'example.org:0',
  'example.org:70000',
  'user@example.org',
  '10.0.0.0/33',
  '10.0.0/8',
  'fd00::/129',
  '[10.0.0.1]',
])('%s is no host', (text) => {
  const { error } = allowedHostsSchema.safeParse(text);
  expect(error?.issues[0]?.message).toContain(`"${text}"`);
});
