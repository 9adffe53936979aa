import { z } from 'zod';
import { keyIdSchema } from './ids.ts';

/** What a key may do. `admin` includes the others and sees every key's things. */
export const scopeSchema = z.enum(['read', 'create', 'admin']);
export type Scope = z.infer<typeof scopeSchema>;

const limit = z.number().int().min(1).max(2_000_000_000).optional();

/** Limits of one key that differ from those of the installation. */
export const keyLimitsSchema = z
  .strictObject({
    reads_per_minute: limit,
    creates_per_minute: limit.describe('Calls that make something: tasks, uploads, batches'),
  })
  .meta({ id: 'KeyLimits' });
export type KeyLimits = z.infer<typeof keyLimitsSchema>;

/** Who calls: the result of authentication, carried by every service context. */
export type Caller = {
  keyId: string;
  scopes: readonly Scope[];
  anonymous: boolean;
  limits?: KeyLimits;
};

export function hasScope(caller: Caller, scope: Scope): boolean {
  return caller.scopes.includes('admin') || caller.scopes.includes(scope);
}

/** Admins see everything; everyone else only what their own key made. */
export function mayAccess(caller: Caller, ownerKeyId: string): boolean {
  return caller.keyId === ownerKeyId || hasScope(caller, 'admin');
}

/** The id of the built-in key that calls without a credential act as. */
export const ANONYMOUS_KEY_ID = 'key_00000000000000000000000000';

/** The id of the first admin key: whoever runs the machine holds it. */
export const ADMIN_KEY_ID = 'key_0000000000000000000000000a';

export const SECRET_PREFIX = 'mp_live_';

export const createKeySchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(scopeSchema).min(1).default(['read', 'create']),
  expires_at: z.iso.datetime().optional(),
  limits: keyLimitsSchema.default({}),
});
export type CreateKeyInput = z.input<typeof createKeySchema>;

export const keySchema = z
  .object({
    id: keyIdSchema,
    name: z.string(),
    prefix: z.string().describe('The first characters of the secret, to recognise it by'),
    scopes: z.array(scopeSchema),
    limits: keyLimitsSchema.describe('Only those that differ from the installation'),
    created_at: z.string(),
    expires_at: z.string().nullable(),
    revoked_at: z.string().nullable(),
    last_used_at: z.string().nullable(),
  })
  .meta({ id: 'Key' });
export type Key = z.infer<typeof keySchema>;

export const createdKeySchema = keySchema
  .extend({ secret: z.string().describe('Shown once: store it now') })
  .meta({ id: 'CreatedKey' });
export type CreatedKey = z.infer<typeof createdKeySchema>;
