-- AlterTable
ALTER TABLE "keys" ADD COLUMN "allowed_addresses" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
