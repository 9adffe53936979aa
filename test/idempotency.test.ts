import { afterAll, beforeAll, expect, test } from 'vitest';
import { once } from '#/services/idempotency/once.ts';
import { createInstallation, type Installation } from './installation.ts';

let installation: Installation;
beforeAll(async () => {
  installation = await createInstallation();
});
afterAll(() => installation[Symbol.asyncDispose]());

const call = (key: string) => ({ key, operation: 'tests.create', body: { a: 1 } });
const hang = () => new Promise<string>(() => {});

test('a call that died with its process does not hold its key for ever', async () => {
  const { ctx } = installation;
  void once(ctx, call('dead'), hang);
  await expect
    .poll(() => once(ctx, call('dead'), async () => 'x').catch((e) => e.code))
    .toBe('idempotency_in_progress');
  await ctx.database.pool.$executeRaw`
    UPDATE idempotency_keys SET created_at = now() - interval '61 seconds' WHERE key = 'dead'`;
  expect(await once(ctx, call('dead'), async () => 'made')).toEqual({
    resourceId: 'made',
    replayed: false,
  });
});

test('what was settled with the thing it made is replayed, however long ago', async () => {
  const { ctx } = installation;
  expect(await once(ctx, call('settled'), async () => 'first')).toEqual({
    resourceId: 'first',
    replayed: false,
  });
  await ctx.database.pool.$executeRaw`
    UPDATE idempotency_keys SET created_at = now() - interval '1 hour' WHERE key = 'settled'`;
  expect(await once(ctx, call('settled'), async () => 'second')).toEqual({
    resourceId: 'first',
    replayed: true,
  });
});

test('a call that failed leaves its key free', async () => {
  const { ctx } = installation;
  await expect(once(ctx, call('failed'), () => Promise.reject(new Error('no')))).rejects.toThrow(
    'no',
  );
  expect(await once(ctx, call('failed'), async () => 'made')).toMatchObject({ replayed: false });
});

test('a key may be used for something else once its time is over', async () => {
  const { ctx } = installation;
  await once(ctx, call('old'), async () => 'first');
  await ctx.database.pool.$executeRaw`
    UPDATE idempotency_keys SET created_at = now() - interval '25 hours' WHERE key = 'old'`;
  const anew = once(ctx, { ...call('old'), body: { a: 2 } }, async () => 'second');
  expect(await anew).toEqual({ resourceId: 'second', replayed: false });
});
