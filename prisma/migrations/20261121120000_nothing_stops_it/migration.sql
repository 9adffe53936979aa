-- AlterTable
ALTER TABLE "assets" ADD COLUMN "attempt" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN "job_id" TEXT,
ADD COLUMN "lease_expires_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "tasks" ADD COLUMN "reserved_ms" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "task_logs" (
    "id" BIGSERIAL NOT NULL,
    "task_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "level" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "task_logs_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "task_logs_task_id_id_idx" ON "task_logs"("task_id", "id");

-- CreateIndex
CREATE INDEX "assets_expires_at_idx" ON "assets"("expires_at");

-- CreateIndex
CREATE INDEX "tasks_key_id_created_at_idx" ON "tasks"("key_id", "created_at");

-- AddForeignKey
ALTER TABLE "task_logs" ADD CONSTRAINT "task_logs_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "tasks"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the schema language cannot say: the closed list of levels.
ALTER TABLE "task_logs" ADD CONSTRAINT "task_logs_level_check" CHECK ("level" IN ('info', 'warn', 'error'));
