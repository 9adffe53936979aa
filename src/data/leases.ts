import { Prisma } from './generated/client.ts';

/** A worker did not renew its lease in time, although the database was there to renew it. */
export function leaseIsLost(leaseMs: number): Prisma.Sql {
  return Prisma.sql`(lease_expires_at < now()
    AND pg_postmaster_start_time() < now() - 2 * ${leaseMs} * interval '1 millisecond')`;
}
