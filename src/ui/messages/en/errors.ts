import type { ErrorMessages } from '../error-messages.ts';

const NO_SERVER_LUCK = 'Something went wrong on the server, and no video was made. Try again.';
const REFUSED = 'The server did not accept these choices. Load the page again and repeat them.';
const UPLOAD_BROKEN = 'The file did not arrive whole. Send it again.';
const UNSUPPORTED =
  'This kind of file can’t be used. Use a JPEG or PNG picture, MP4 or MOV footage, or an MP3 or WAV recording.';

export const enErrors: ErrorMessages = {
  network: 'The server can’t be reached, so nothing was sent. Check the connection and try again.',
  invalid_request: REFUSED,
  validation_failed: REFUSED,
  unsupported_option: 'No engine here can do one of these choices. Set them back and try again.',
  unauthorized: 'This installation asks for a key. Ask whoever runs it for access.',
  forbidden: 'This page may not do that here. Ask whoever runs this installation.',
  not_found: 'It is no longer there. Start a new video.',
  method_not_allowed: REFUSED,
  conflict: 'The video has changed in the meantime. Load the page again.',
  idempotency_in_progress: 'The same video is already being started. Wait a moment.',
  idempotency_mismatch: REFUSED,
  payload_too_large: 'The file is larger than this installation allows. Use a smaller one.',
  unsupported_media_type: UNSUPPORTED,
  range_not_satisfiable: UPLOAD_BROKEN,
  checksum_mismatch: UPLOAD_BROKEN,
  rate_limited: 'Too many requests in a short time. Wait a minute, then try again.',
  quota_exceeded:
    'This is more than your key may have. If many tasks wait, let some finish; if the storage is full, delete files; if the minutes of the day are used up, go on tomorrow.',
  not_implemented: 'This installation can’t do that. Choose something else.',
  unavailable: 'No machine is free to make videos right now. Try again in a minute.',
  storage_full: 'The server has no storage left. Tell whoever runs it, then try again.',
  internal: NO_SERVER_LUCK,
  media_unreadable: 'The file can’t be read; it may be damaged. Export it again, or use another.',
  media_unsupported: UNSUPPORTED,
  media_too_large:
    'The picture, footage or recording is over the limit here. Use a smaller or shorter one.',
  no_face: 'No face was found in the picture or footage. Use one that shows a face from the front.',
  no_audio: 'There is no sound in the recording. Use another one.',
  text_unspeakable: 'There is nothing to speak in the script. Write it in words.',
  asset_rejected: 'One of the files can’t be used. Choose another.',
  asset_missing: 'One of the files is no longer there. Add it again.',
  url_refused:
    'The address may not be used here: only public http and https addresses can be. Use another, or send the file itself.',
  url_failed: 'The file could not be fetched from its address. Check the address, then try again.',
  engine_failed: 'The engine stopped while making the video. Try again.',
  worker_lost: 'The machine making the video went away. Try again.',
  task_timeout: 'The video took too long and was stopped. Shorten it and try again.',
  task_expired: 'The video waited too long and was given up. Try again.',
};
