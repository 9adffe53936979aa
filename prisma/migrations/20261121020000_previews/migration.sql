-- AlterTable
ALTER TABLE "assets" ADD COLUMN "captions_blob" TEXT;

-- AlterTable
ALTER TABLE "tasks" ADD COLUMN "preview_segments" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "preview_segments" (
    "task_id" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "blob" TEXT NOT NULL,
    "duration_ms" INTEGER NOT NULL,

    CONSTRAINT "preview_segments_pkey" PRIMARY KEY ("task_id","attempt","number")
);

-- AddForeignKey
ALTER TABLE "preview_segments" ADD CONSTRAINT "preview_segments_task_id_fkey" FOREIGN KEY ("task_id") REFERENCES "tasks"("id") ON DELETE CASCADE ON UPDATE CASCADE;
