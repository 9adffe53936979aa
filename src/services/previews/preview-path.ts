/** Where a task's preview is: an HLS playlist, which names its segments relative to itself. */
export function previewPath(taskId: string): string {
  return `/api/v1/tasks/${taskId}/preview.m3u8`;
}

export function previewSegmentPath(taskId: string, attempt: number, number: number): string {
  return `/api/v1/tasks/${taskId}/preview/${attempt}/${number}`;
}
