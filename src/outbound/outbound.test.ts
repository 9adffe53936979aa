import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allowedHostsSchema } from '../domain/allowed-host.ts';
import { openOutbound } from './outbound.ts';
import type { Lookup } from './target.ts';

const SLOW = { answerMs: 5_000, idleMs: 5_000, signal: new AbortController().signal };
const REFUSED = { code: 'url_refused' };
const FAILED = { code: 'url_failed' };

let opened: AsyncDisposableStack;
beforeEach(() => {
  opened = new AsyncDisposableStack();
});
afterEach(() => opened.disposeAsync());

/** A server on this address of the loopback network, and how often it was called. */
async function serve(host: string, answer: RequestListener, port = 0) {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(request.url ?? '');
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  opened.defer(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { heard, port: (server.address() as AddressInfo).port };
}

const open = (allowed: string, lookup?: Lookup) =>
  openOutbound(allowedHostsSchema.parse(allowed), lookup);

const names =
  (table: Record<string, string[]>): Lookup =>
  async (host) =>
    (table[host] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

async function get(outbound: ReturnType<typeof open>, address: string): Promise<string> {
  using found = await outbound.download(address, SLOW);
  return `${found.status} ${await text(found.body)}`;
}

describe('addresses that are not public', () => {
  test('are refused in whatever way they are spelt, and nobody is called', async () => {
    const { heard, port } = await serve('127.0.0.1', (_, response) => response.end('secret'));
    const outbound = open('');
    const hosts = [
      ...['127.0.0.1', '127.1', '2130706433', '017700000001', '0x7f000001', '0x7f.0.0.1'],
      ...[
        '0177.0.0.1',
        '127.0.0.1.',
        '127。0。0。1',
        '①②⑦.0.0.1',
        '１２７.0.0.1',
        '%31%32%37.0.0.1',
      ],
      ...['0.0.0.0', '0', '[::]', '[::1]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]'],
      ...['[::ffff:7f00:1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]'],
      ...['10.0.0.1', '172.16.0.1', '192.168.0.1', '100.64.0.1', '169.254.169.254', '[fe80::1]'],
      ...['[fd00:ec2::254]', '[fc00::1]', '224.0.0.1', '[ff02::1]', '255.255.255.255', '192.0.2.1'],
      ...['168.63.129.16', '[64:ff9b:1::a00:1]', '[fec0::1]', '[4000::1]'],
      ...['localhost', 'LOCALHOST', 'ⓛⓞⓒⓐⓛⓗⓞⓢⓣ'],
    ];
    for (const host of hosts) {
      const call = outbound.download(`http://${host}:${port}/`, SLOW);
      await expect(call, host).rejects.toMatchObject(REFUSED);
    }
    // Whether a resolver knows this spelling differs from machine to machine.
    const dotted = outbound.download(`http://localhost.:${port}/`, SLOW);
    await expect(dotted).rejects.toMatchObject({ code: expect.stringMatching(/^url_/) });
    expect(heard).toEqual([]);
  });

  test('are refused when a name leads to one of them, be it among others', async () => {
    const { heard, port } = await serve('127.0.0.1', (_, response) => response.end('secret'));
    const lookup = names({
      'inside.test': ['127.0.0.1'],
      'mixed.test': ['8.8.8.8', '127.0.0.1'],
      'mapped.test': ['::ffff:127.0.0.1'],
    });
    for (const name of ['inside.test', 'mixed.test', 'mapped.test'])
      await expect(get(open('', lookup), `http://${name}:${port}/`)).rejects.toMatchObject(REFUSED);
    expect(heard).toEqual([]);
  });

  test('are refused before anything is sent, with the setting that would allow them', async () => {
    const lookup = names({ 'inside.test': ['10.0.0.7'], 'outside.test': ['8.8.8.8'] });
    const outbound = open('127.0.0.2, fine.test', lookup);
    for (const host of ['127.0.0.1', 'inside.test', '[::1]', '169.254.169.254', '[2001:db8::1]']) {
      await expect(outbound.admit(`http://${host}/hook`), host).rejects.toMatchObject({
        ...REFUSED,
        message: expect.stringContaining('MOUTHPIECE_ALLOW_HOSTS'),
      });
    }
    for (const host of [
      '127.0.0.2',
      'outside.test',
      '8.8.4.4',
      '[2606:4700::1111]',
      'unknown.test',
    ])
      expect((await outbound.admit(`https://${host}/hook`)).pathname).toBe('/hook');
  });

  test.each([
    ...['file:///etc/passwd', 'ftp://example.org/', 'gopher://example.org/', 'data:text/plain,a'],
    ...[
      'http://user:password@example.org/',
      'http://example.org@127.0.0.1/',
      'javascript:alert(1)',
    ],
    ...['http://', 'example.org', '', '//example.org/', 'http://[::1', 'http://256.1.1.1/'],
    `http://example.org/${'a'.repeat(2_100)}`,
  ])('are not even looked up: %s', async (address) => {
    const lookup: Lookup = () => expect.fail('nothing is looked up');
    expect(() => open('', lookup).check(address)).toThrow(expect.objectContaining(REFUSED));
    await expect(get(open('', lookup), address)).rejects.toMatchObject(REFUSED);
  });
});

describe('a redirect', () => {
  test('to what is not public is refused at every hop', async () => {
    const secret = await serve('127.0.0.1', (_, response) => response.end('secret'));
    const hops = [
      `http://127.0.0.1:${secret.port}/`,
      `//127.1:${secret.port}/`,
      'file:///etc/hosts',
    ];
    for (const to of hops) {
      const door = await serve('127.0.0.2', (_, response) =>
        response.writeHead(302, { Location: to }).end(),
      );
      const outbound = open('127.0.0.2');
      await expect(get(outbound, `http://127.0.0.2:${door.port}/`)).rejects.toMatchObject(REFUSED);
    }
    expect(secret.heard).toEqual([]);
  });

  test('is followed three times and no more', async () => {
    const { port, heard } = await serve('127.0.0.1', (request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end('here');
      else response.writeHead(307, { Location: `/${left - 1}` }).end();
    });
    const outbound = open('127.0.0.0/8');
    expect(await get(outbound, `http://127.0.0.1:${port}/3`)).toBe('200 here');
    heard.length = 0;
    await expect(get(outbound, `http://127.0.0.1:${port}/4`)).rejects.toMatchObject(FAILED);
    expect(heard).toEqual(['/4', '/3', '/2', '/1']);
  });

  test('is only an answer to what is sent', async () => {
    const { port, heard } = await serve('127.0.0.1', (_, response) =>
      response.writeHead(302, { Location: '/elsewhere' }).end(),
    );
    const request = { headers: {}, body: '{}', timeoutMs: 5_000, maxBytes: 100 };
    const sent = await open('127.0.0.1').send({ ...request, address: `http://127.0.0.1:${port}/` });
    expect(sent).toMatchObject({ status: 302, headers: { location: '/elsewhere' } });
    expect(heard).toEqual(['/']);
  });
});

test('a name is looked up once a hop and that address is called, whatever the name says later', async () => {
  const chosen = await serve('127.0.0.2', (request, response) =>
    request.url === '/again'
      ? response.writeHead(302, { Location: '/file' }).end()
      : response.end('chosen'),
  );
  const secret = await serve('127.0.0.1', (_, response) => response.end('secret'), chosen.port);
  const answers: string[] = [];
  const rebinding: Lookup = async () => {
    const address = answers.length === 0 ? '127.0.0.2' : '127.0.0.1';
    answers.push(address);
    return [{ address, family: 4 }];
  };
  const address = `http://rebinding.test:${chosen.port}`;
  expect(await get(open('127.0.0.2/32', rebinding), `${address}/`)).toBe('200 chosen');
  expect(answers).toEqual(['127.0.0.2']);
  answers.length = 0;
  const redirected = get(open('127.0.0.2/32', rebinding), `${address}/again`);
  await expect(redirected).rejects.toMatchObject(REFUSED);
  expect(answers).toEqual(['127.0.0.2', '127.0.0.1']);
  expect(secret.heard).toEqual([]);
});

describe('what the operator allows', () => {
  test('is a host at any port, a host at one port, or a range, and nothing beside it', async () => {
    const { port } = await serve('127.0.0.1', (_, response) => response.end('yes'));
    const lookup = names({ 'files.test': ['127.0.0.1'], 'other.test': ['127.0.0.1'] });
    const reach = (allowed: string, host: string) =>
      get(open(allowed, lookup), `http://${host}:${port}/`).catch(({ code }) => code);
    expect(await reach('files.test', 'FILES.test')).toBe('200 yes');
    expect(await reach('files.test', 'files.test.')).toBe('url_failed');
    expect(await reach('files.test', 'other.test')).toBe('url_refused');
    expect(await reach(`files.test:${port}`, 'files.test')).toBe('200 yes');
    expect(await reach('files.test:1', 'files.test')).toBe('url_refused');
    expect(await reach(`127.0.0.1:${port}`, '2130706433')).toBe('200 yes');
    expect(await reach('127.0.0.0/8', 'other.test')).toBe('200 yes');
    expect(await reach('127.0.0.2/31', 'other.test')).toBe('url_refused');
    expect(await reach('fd00::/8, 10.0.0.0/8', 'other.test')).toBe('url_refused');
  });
});

describe('an answer', () => {
  test('that does not come, stops coming or has no end of headers fails in time', async () => {
    const { port } = await serve('127.0.0.1', (request, response) => {
      if (request.url === '/stalls') response.writeHead(200).write('some');
      if (request.url === '/headers') response.writeHead(200, { Long: 'a'.repeat(20_000) }).end();
    });
    const outbound = open('127.0.0.1');
    const soon = { ...SLOW, answerMs: 50, idleMs: 50 };
    const at = (path: string) => `http://127.0.0.1:${port}${path}`;
    await expect(outbound.download(at('/silent'), soon)).rejects.toMatchObject(FAILED);
    await expect(outbound.download(at('/headers'), SLOW)).rejects.toMatchObject(FAILED);
    using stalls = await outbound.download(at('/stalls'), { ...SLOW, idleMs: 50 });
    await expect(text(stalls.body)).rejects.toMatchObject(FAILED);
    const request = { headers: {}, body: '', timeoutMs: 50, maxBytes: 100 };
    await expect(outbound.send({ ...request, address: at('/silent') })).rejects.toMatchObject(
      FAILED,
    );
    await expect(outbound.send({ ...request, address: at('/stalls') })).rejects.toMatchObject(
      FAILED,
    );
  });

  test('is read as far as wanted; nobody listening and an unknown name are failures', async () => {
    const { port } = await serve('127.0.0.1', async (request, response) =>
      response.end(`${request.method} ${await text(request)} ${'x'.repeat(1_000_000)}`),
    );
    const request = { headers: { 'Content-Type': 'text/plain' }, timeoutMs: 5_000, maxBytes: 9 };
    const outbound = open('127.0.0.0/8', names({}));
    const sent = { ...request, body: 'abc', address: `http://127.0.0.1:${port}/` };
    expect((await outbound.send(sent)).body).toBe('POST abc ');
    await expect(get(outbound, 'http://127.0.0.1:1/')).rejects.toMatchObject(FAILED);
    await expect(get(outbound, 'http://nowhere.test/')).rejects.toMatchObject(FAILED);
  });

  test('is not waited for once the caller has gone', async () => {
    const { port } = await serve('127.0.0.1', () => {});
    const gone = AbortSignal.timeout(20);
    const call = open('127.0.0.1').download(`http://127.0.0.1:${port}/`, { ...SLOW, signal: gone });
    await expect(call).rejects.not.toMatchObject(FAILED);
  });
});
