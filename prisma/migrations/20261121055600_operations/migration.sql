-- AlterTable
ALTER TABLE "keys" ADD COLUMN "limits" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "workers" ADD COLUMN "draining" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN "slot_states" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
-- Written every second by every web process and worth nothing after a minute: no write-ahead log.
CREATE UNLOGGED TABLE "call_counts" (
    "bucket" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "calls" INTEGER NOT NULL,

    CONSTRAINT "call_counts_pkey" PRIMARY KEY ("bucket")
);

-- CreateIndex
CREATE INDEX "call_counts_started_at_idx" ON "call_counts"("started_at");

-- CreateIndex
CREATE INDEX "tasks_completed_at_idx" ON "tasks"("completed_at");
