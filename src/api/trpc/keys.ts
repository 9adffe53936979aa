import { z } from 'zod';
import { keyIdSchema, ownKeyIdSchema } from '../../domain/ids.ts';
import { createKeySchema, rotateKeySchema, updateKeySchema } from '../../domain/key.ts';
import { pageQuerySchema } from '../../domain/page.ts';
import { rotateSecretSchema } from '../../domain/webhook.ts';
import { createKey } from '../../services/keys/create-key.ts';
import { getKey } from '../../services/keys/get-key.ts';
import { listKeys } from '../../services/keys/list-keys.ts';
import { revokeKey } from '../../services/keys/revoke-key.ts';
import { rotateKey } from '../../services/keys/rotate-key.ts';
import { updateKey } from '../../services/keys/update-key.ts';
import {
  getCallbackSecret,
  rotateCallbackSecret,
} from '../../services/webhooks/callback-secret.ts';
import { readForward } from './read-forward.ts';
import { procedureFor, router } from './trpc.ts';

const byId = z.strictObject({ id: keyIdSchema });
const ownOrAny = z.strictObject({ id: ownKeyIdSchema });

export const keysRouter = router({
  create: procedureFor('admin')
    .input(createKeySchema)
    .mutation(({ ctx, input }) => createKey(ctx, input)),
  list: procedureFor('admin')
    .input(pageQuerySchema.extend(readForward))
    .query(({ ctx, input }) => listKeys(ctx, input)),
  revoke: procedureFor('admin')
    .input(byId)
    .mutation(({ ctx, input }) => revokeKey(ctx, input)),
  get: procedureFor('admin')
    .input(byId)
    .query(({ ctx, input }) => getKey(ctx, input)),
  update: procedureFor('admin')
    .input(updateKeySchema.extend(byId.shape))
    .mutation(({ ctx, input }) => updateKey(ctx, input)),
  rotate: procedureFor('admin')
    .input(rotateKeySchema.extend(byId.shape))
    .mutation(({ ctx, input }) => rotateKey(ctx, input)),
  callbackSecret: procedureFor('create')
    .input(ownOrAny)
    .query(({ ctx, input }) => getCallbackSecret(ctx, input)),
  rotateCallbackSecret: procedureFor('create')
    .input(rotateSecretSchema.extend(ownOrAny.shape))
    .mutation(({ ctx, input }) => rotateCallbackSecret(ctx, input)),
});
