-- CreateTable
CREATE TABLE "face_tracks" (
    "key" TEXT NOT NULL,
    "asset_sha256" TEXT NOT NULL,
    "blob" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "frames" INTEGER NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "face_tracks_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "face_tracks_asset_sha256_idx" ON "face_tracks"("asset_sha256");

-- CreateIndex
CREATE INDEX "face_tracks_blob_idx" ON "face_tracks"("blob");

-- CreateIndex
CREATE INDEX "face_tracks_used_at_idx" ON "face_tracks"("used_at");

-- CreateIndex
CREATE INDEX "assets_sha256_idx" ON "assets"("sha256");
