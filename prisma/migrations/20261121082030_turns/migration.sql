-- AlterTable
ALTER TABLE "tasks" ADD COLUMN "turn" INTEGER;

-- CreateIndex
CREATE INDEX "tasks_priority_turn_idx" ON "tasks"("priority", "turn");

-- CreateIndex
CREATE INDEX "tasks_key_id_priority_turn_idx" ON "tasks"("key_id", "priority", "turn");
