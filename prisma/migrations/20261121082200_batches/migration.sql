-- CreateTable
CREATE TABLE "batches" (
    "id" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "batches_pkey" PRIMARY KEY ("id")
);

-- AlterTable
ALTER TABLE "tasks" ADD COLUMN "batch_id" TEXT;

-- CreateIndex
CREATE INDEX "batches_key_id_id_idx" ON "batches"("key_id", "id" DESC);

-- CreateIndex
CREATE INDEX "tasks_batch_id_id_idx" ON "tasks"("batch_id", "id");

-- AddForeignKey
ALTER TABLE "batches" ADD CONSTRAINT "batches_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "batches"("id") ON DELETE SET NULL ON UPDATE CASCADE;
