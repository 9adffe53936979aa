-- AlterTable
ALTER TABLE "tasks" ADD COLUMN "name" TEXT NOT NULL DEFAULT '',
ADD COLUMN "search_text" TEXT NOT NULL DEFAULT '';

-- CreateIndex
CREATE INDEX "tasks_key_id_status_id_idx" ON "tasks"("key_id", "status", "id" DESC);

-- What the program writes for a new task, for those that are there.
UPDATE "tasks" SET "name" = left(btrim(regexp_replace(coalesce(
    "input"->>'speech_text',
    "input"->>'text',
    (SELECT a."filename" FROM "task_inputs" i JOIN "assets" a ON a."id" = i."asset_id"
      WHERE i."task_id" = "tasks"."id" ORDER BY array_position(ARRAY['audio', 'video', 'image'], i."field") LIMIT 1),
    ''), '\s+', ' ', 'g')), 120);
UPDATE "tasks" SET "search_text" = left(lower("name" || ' ' ||
    coalesce((SELECT string_agg(p.value, ' ') FROM jsonb_each_text("metadata") p), '')), 2000);
