import { defineConfig } from 'vitest/config';

const shared = {
  pool: 'forks',
  testTimeout: 60_000,
  hookTimeout: 60_000,
  env: { LOG_LEVEL: 'silent', MALLOC_MMAP_THRESHOLD_: '262144' },
} as const;

export default defineConfig({
  test: {
    globalSetup: ['test/database-setup.ts'],
    maxWorkers: 2,
    projects: [
      {
        test: { ...shared, name: 'unit', include: ['{src,worker,bin,prisma}/**/*.test.{ts,tsx}'] },
      },
      {
        test: {
          ...shared,
          name: 'integration',
          include: ['test/**/*.test.ts'],
          exclude: ['test/soak/**'],
        },
      },
      { test: { ...shared, name: 'soak', include: ['test/soak/*.test.ts'] } },
    ],
  },
});
