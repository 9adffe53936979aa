-- AlterTable
ALTER TABLE "keys" ADD COLUMN "previous_sha256" TEXT,
ADD COLUMN "previous_expires_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE UNIQUE INDEX "keys_previous_sha256_key" ON "keys"("previous_sha256");

-- CreateTable
CREATE TABLE "usage_days" (
    "key_id" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "tasks" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "output_ms" BIGINT NOT NULL DEFAULT 0,
    "stored_bytes" BIGINT,

    CONSTRAINT "usage_days_pkey" PRIMARY KEY ("key_id", "day")
);

-- CreateIndex
CREATE INDEX "usage_days_day_idx" ON "usage_days"("day");

-- AddForeignKey
ALTER TABLE "usage_days" ADD CONSTRAINT "usage_days_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "keys"("id") ON DELETE CASCADE ON UPDATE CASCADE;
