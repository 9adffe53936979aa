import { z } from 'zod';
import { cidrSchema } from './addresses.ts';
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
    output_minutes_per_day: limit,
    stored_bytes: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
    concurrent_tasks: limit.describe('Tasks that run at the same time; the others wait'),
    queued_tasks: limit.describe('Tasks that wait at the same time'),
  })
  .meta({ id: 'KeyLimits' });
export type KeyLimits = z.infer<typeof keyLimitsSchema>;

/** Who calls: the result of authentication, carried by every service context. */
export type Caller = {
  keyId: string;
  scopes: readonly Scope[];
  anonymous: boolean;
  limits?: KeyLimits;
  /** Where the key may be used from, as CIDRs; from everywhere when there are none. */
  allowedAddresses?: readonly string[];
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

/** Whether a secret has the form of those made here, which are 256 random bits: nobody finds one by trying. */
export function isUnguessable(secret: string): boolean {
  return /^mp_live_[\w-]{43}$/.test(secret);
}

const allowedAddressesSchema = z
  .array(cidrSchema)
  .max(50)
  .describe('Addresses and CIDRs from which the key may be used; none: from everywhere');

export const createKeySchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(scopeSchema).min(1).default(['read', 'create']),
  expires_at: z.iso.datetime().optional(),
  limits: keyLimitsSchema.default({}),
  allowed_addresses: allowedAddressesSchema.default([]),
});
export type CreateKeyInput = z.input<typeof createKeySchema>;

/** The built-in keys come back with every start: they can be neither rotated nor revoked. */
export function isBuiltIn(keyId: string): boolean {
  return keyId === ADMIN_KEY_ID || keyId === ANONYMOUS_KEY_ID;
}

export const updateKeySchema = z
  .strictObject({
    name: createKeySchema.shape.name,
    expires_at: z.iso.datetime().nullable(),
    limits: keyLimitsSchema.describe('Replaces all limits of the key'),
    allowed_addresses: allowedAddressesSchema,
  })
  .partial();
export type UpdateKey = z.infer<typeof updateKeySchema>;

const MAX_GRACE_S = 30 * 24 * 3600;

export const rotateKeySchema = z.strictObject({
  grace_seconds: z
    .number()
    .int()
    .min(0)
    .max(MAX_GRACE_S)
    .default(24 * 3600)
    .describe(
      'How long the old secret works on. 0 ends it at once, with the browsers that signed in by it',
    ),
});
export type RotateKey = z.infer<typeof rotateKeySchema>;

export const keySchema = z
  .object({
    id: keyIdSchema,
    name: z.string(),
    prefix: z.string().describe('The first characters of the secret, to recognise it by'),
    scopes: z.array(scopeSchema),
    limits: keyLimitsSchema.describe('Only those that differ from the installation'),
    allowed_addresses: allowedAddressesSchema,
    created_at: z.string(),
    expires_at: z.string().nullable(),
    revoked_at: z.string().nullable(),
    last_used_at: z.string().nullable(),
    previous_expires_at: z
      .string()
      .nullable()
      .describe('Until when the secret before the last rotation works too'),
    built_in: z.boolean().describe('Part of the installation: can be neither rotated nor revoked'),
  })
  .meta({ id: 'Key' });
export type Key = z.infer<typeof keySchema>;

export const createdKeySchema = keySchema
  .extend({ secret: z.string().describe('Shown once: store it now') })
  .meta({ id: 'CreatedKey' });
export type CreatedKey = z.infer<typeof createdKeySchema>;
