import { z } from 'zod';
import { keyIdSchema } from '../../domain/ids.ts';
import { createKeySchema } from '../../domain/key.ts';
import { pageQuerySchema } from '../../domain/page.ts';
import { createKey } from '../../services/keys/create-key.ts';
import { listKeys } from '../../services/keys/list-keys.ts';
import { revokeKey } from '../../services/keys/revoke-key.ts';
import { procedureFor, router } from './trpc.ts';

export const keysRouter = router({
  create: procedureFor('admin')
    .input(createKeySchema)
    .mutation(({ ctx, input }) => createKey(ctx, input)),
  list: procedureFor('admin')
    .input(pageQuerySchema)
    .query(({ ctx, input }) => listKeys(ctx, input)),
  revoke: procedureFor('admin')
    .input(z.strictObject({ id: keyIdSchema }))
    .mutation(({ ctx, input }) => revokeKey(ctx, input)),
});
