-- AlterTable
ALTER TABLE "assets" ADD COLUMN "came_with_task" BOOLEAN NOT NULL DEFAULT false;
