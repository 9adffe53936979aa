import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseEnv, SETTING_NAMES } from './env.ts';

test('a malformed setting stops the start with one line that names it', () => {
  expect(() => parseEnv({ MOUTHPIECE_WORKER_SLOTS: 'many' })).toThrow(
    /^Setting MOUTHPIECE_WORKER_SLOTS is not valid: [^\n]+$/,
  );
});

test('an unknown MOUTHPIECE_ setting stops the start with one line that names it', () => {
  expect(() => parseEnv({ MOUTHPIECE_WORKER_SLOT: '2' })).toThrow(
    /^Unknown setting MOUTHPIECE_WORKER_SLOT:/,
  );
});

test('what is not there yet is refused as that', () => {
  expect(() => parseEnv({ MOUTHPIECE_STORAGE: 's3' })).toThrow(
    /^Setting MOUTHPIECE_STORAGE is not valid: only folder is available$/,
  );
  expect(() => parseEnv({ MOUTHPIECE_JWT_ISSUER: 'https://id.example.org' })).toThrow(
    /^Setting MOUTHPIECE_JWT_ISSUER is not available in this version: remove it$/,
  );
});

test('the timings that tests shorten are unknown settings everywhere else', () => {
  const source = { MOUTHPIECE_TIMING_LEASE_MS: '1000' };
  expect(() => parseEnv(source)).toThrow(/^Unknown setting MOUTHPIECE_TIMING_LEASE_MS:/);
  const timed = parseEnv({ ...source, NODE_ENV: 'test' });
  expect(timed).toMatchObject({ MOUTHPIECE_TIMING_LEASE_MS: 1000 });
});

test('a setting that is empty counts as not set', () => {
  expect(parseEnv({ PORT: '', MOUTHPIECE_LABEL: '' })).toMatchObject({
    PORT: 3000,
    MOUTHPIECE_LABEL: 'visible',
  });
});

test('.env.example names every setting, and no other, with its default', () => {
  const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
  const lines = [...example.matchAll(/^#?([A-Z][A-Z0-9_]*)=(.*)$/gm)];
  const names = lines.map(([, name]) => name);
  expect(names.toSorted()).toEqual(SETTING_NAMES.filter((name) => name !== 'NODE_ENV').toSorted());
  const given = Object.fromEntries(
    lines.filter(([line]) => !line.startsWith('#')).map(([, name, value]) => [name, value]),
  );
  expect(parseEnv(given)).toEqual(parseEnv({}));
});
