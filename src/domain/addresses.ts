import { z } from 'zod';

function listOf(item: z.ZodType<string, string>) {
  return z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(item));
}

const CIDR_OR_ADDRESS = 'must be addresses or CIDRs with commas between them';
export const cidrSchema = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: CIDR_OR_ADDRESS,
});

/** `10.0.0.0/8, ::1` as a list. */
export const cidrListSchema = listOf(cidrSchema);

const origin = z
  .string()
  .toLowerCase()
  .regex(/^https?:\/\/[^/?#\s]+$/, { error: 'must be origins such as https://learn.example.org' });

/** `https://a.example, https://b.example:8443` as a list. */
export const originListSchema = listOf(origin);
