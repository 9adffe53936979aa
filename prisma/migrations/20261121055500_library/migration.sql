-- AlterTable
ALTER TABLE "assets" ADD COLUMN     "origin" TEXT NOT NULL DEFAULT 'uploaded',
ADD COLUMN     "source_url" TEXT,
ADD COLUMN     "received_bytes" BIGINT;

-- Results of earlier versions say so.
UPDATE "assets" SET "origin" = 'made' WHERE "id" IN (SELECT "output_asset_id" FROM "tasks");

-- CreateIndex
CREATE INDEX "assets_key_id_origin_id_idx" ON "assets"("key_id", "origin", "id" DESC);

-- CreateIndex
CREATE INDEX "assets_key_id_kind_id_idx" ON "assets"("key_id", "kind", "id" DESC);

-- CreateIndex
CREATE INDEX "assets_key_id_bytes_id_idx" ON "assets"("key_id", "bytes" DESC, "id" DESC);

-- What the schema language cannot say: the closed list of origins.
ALTER TABLE "assets" ADD CONSTRAINT "assets_origin_check" CHECK ("origin" IN ('uploaded', 'made'));
