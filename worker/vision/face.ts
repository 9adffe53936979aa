/** A face found in a picture. Coordinates are pixels of that picture, origin top left. */
export type Face = {
  /** Detector confidence 0..1; the one to gate on (the mesh's own score is always about 1). */
  score: number;
  box: { x: number; y: number; width: number; height: number };
  /** 468 or 478 points of the MediaPipe face mesh as x,y,z triples (z in pixels, towards the viewer is negative). */
  mesh: Float32Array;
  /** Head rotation in radians: roll (in-plane), yaw, pitch. */
  rotation: { roll: number; yaw: number; pitch: number };
};

/** An RGBA picture, 8 bit, straight alpha, rows packed: stride = width × 4. */
export type Picture = { width: number; height: number; data: Uint8Array };

/** The box around the points of a mesh. */
export function meshBox(mesh: Float32Array): Face['box'] {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < mesh.length; i += 3) {
    left = Math.min(left, mesh[i] ?? left);
    right = Math.max(right, mesh[i] ?? right);
    top = Math.min(top, mesh[i + 1] ?? top);
    bottom = Math.max(bottom, mesh[i + 1] ?? bottom);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
