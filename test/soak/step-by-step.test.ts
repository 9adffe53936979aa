import { afterAll, beforeAll, describe, test } from 'vitest';
import { FAULT_POINTS, type FaultPoint } from '#/domain/fault-points.ts';
import { comesToNothing, FaultClient } from '../fault-client.ts';
import {
  type FaultGround,
  isRunning,
  listLeftovers,
  listLiveJobs,
  openFaultGround,
} from '../fault-ground.ts';
import { SCENARIOS } from '../fault-scenarios.ts';

const SETTINGS = {
  MOUTHPIECE_LIMIT_UPLOAD_EXPIRY_MS: '20000',
  MOUTHPIECE_ALLOW_HOSTS: '127.0.0.1',
  MOUTHPIECE_TIMING_LEASE_MS: '3000',
};

/** Who dies while some process stands at a fault point, be it itself or another. */
const VICTIMS: Record<string, (ground: FaultGround) => Promise<(number | undefined)[]>> = {
  'slot and lane': async (ground) => (await ground.worker()).children(),
  supervisor: async (ground) => [(await ground.worker()).child.pid],
  'web process': async (ground) => [(await ground.web()).pid],
  launcher: async (ground) => [(await ground.launcher())?.pid],
};

describe.each([
  { launched: false, victims: ['slot and lane', 'supervisor', 'web process'] },
  { launched: true, victims: ['launcher'] },
])('whatever stands at a point, the death of one of: $victims', ({ launched, victims }) => {
  let ground: FaultGround;
  let client: FaultClient;
  beforeAll(async () => {
    ground = await openFaultGround({ launched, settings: SETTINGS });
    client = new FaultClient(ground);
  }, 120_000);
  afterAll(() => ground?.[Symbol.asyncDispose]());

  const steps = FAULT_POINTS.flatMap((point) => victims.map((victim) => ({ point, victim })));

  test.each(steps)('$point: $victim', { timeout: 240_000 }, async ({ point, victim }) => {
    await killAt(point, victim);
    await comesToNothing(() => listLeftovers(ground));
    await comesToNothing(() => listLiveJobs(ground));
  });

  async function killAt(point: FaultPoint, victim: string): Promise<void> {
    await ground.arm(point, 'hold');
    const scenario = SCENARIOS[point]({ ground, client }, { point, how: 'hold' });
    await Promise.race([ground.hit(point), scenario]);
    for (const pid of (await VICTIMS[victim]?.(ground)) ?? []) {
      if (pid !== undefined && isRunning(pid)) process.kill(pid, 'SIGKILL');
    }
    await ground.letGo(point);
    await scenario;
  }
});
