-- Faces in a picture, or in one good frame of footage; null until they were looked for.
ALTER TABLE "assets" ADD COLUMN "faces" JSONB;
