import type { Database } from '#/data/db.ts';

const CAPABILITIES = {
  engines: [
    {
      name: 'test-engine',
      version: '1',
      stages: ['speech', 'lips'],
      inputs: { image: {}, video: {} },
      options: { resolution: null, head_motion: null },
    },
  ],
  voices: [],
};

/** Makes the database believe in a worker for an hour, so that tasks are taken although nobody works. */
export async function pretendWorker({ pool }: Pick<Database, 'pool'>): Promise<void> {
  const seenAt = new Date(Date.now() + 3_600_000);
  const row = { machine: 'test', slots: 1, capabilities: CAPABILITIES, seenAt };
  await pool.worker.upsert({
    where: { id: 'worker_test' },
    create: { id: 'worker_test', ...row },
    update: row,
  });
}
