import type { ErrorMessages } from '../error-messages.ts';

const SERVER_FAULT = '服务器出了点问题，视频没有做成。请再试一次。';
const REFUSED = '服务器没有接受这些设置。请刷新页面，重新选择。';
const UPLOAD_BROKEN = '文件没有完整传上来。请重新上传。';
const UNSUPPORTED = '不支持这种文件。图片请用 JPEG、PNG，视频请用 MP4、MOV，录音请用 MP3、WAV。';

export const zhCnErrors: ErrorMessages = {
  network: '连不上服务器，内容没有发出去。请检查网络后再试。',
  invalid_request: REFUSED,
  validation_failed: REFUSED,
  unsupported_option: '这里的引擎做不到其中一项设置。请改回默认值再试。',
  unauthorized: '本站需要密钥才能使用。请向管理员申请。',
  forbidden: '这个页面没有权限这样做。请联系管理员。',
  not_found: '内容已经不在了。请重新出片。',
  method_not_allowed: REFUSED,
  conflict: '视频状态已经变了。请刷新页面。',
  idempotency_in_progress: '同一个视频正在提交，请稍等。',
  idempotency_mismatch: REFUSED,
  payload_too_large: '文件超过了本站的大小限制。请换一个小一些的。',
  unsupported_media_type: UNSUPPORTED,
  range_not_satisfiable: UPLOAD_BROKEN,
  checksum_mismatch: UPLOAD_BROKEN,
  rate_limited: '操作太频繁了。请过一分钟再试。',
  quota_exceeded:
    '超出了这把密钥的限额。排队的任务太多，就等几个做完；存储满了，就删些文件；当天的分钟数用完了，就明天再来。',
  not_implemented: '本站没有这项功能。请换个做法。',
  unavailable: '现在没有空闲的机器。请过一分钟再试。',
  storage_full: '服务器空间已满。请通知管理员，稍后再试。',
  internal: SERVER_FAULT,
  media_unreadable: '文件读不出来，可能已损坏。请重新导出，或换一个文件。',
  media_unsupported: UNSUPPORTED,
  media_too_large: '图片、视频或录音超出了限制。请换小一些或短一些的。',
  no_face: '画面里没有找到人脸。请换一张正脸清晰的图片，或有正脸的视频。',
  no_audio: '录音里没有声音。请换一段录音。',
  text_unspeakable: '文稿里没有可以念的内容。请写成文字。',
  asset_rejected: '有一个文件用不了。请换一个。',
  asset_missing: '有一个文件已经不在了。请重新添加。',
  url_refused: '这个网址不能用：只能填公网上的 http 或 https 网址。换一个网址，或直接上传文件。',
  url_failed: '没能从这个网址取到文件。检查网址后再试。',
  engine_failed: '出片途中引擎停了。请再试一次。',
  worker_lost: '出片的机器掉线了。请再试一次。',
  task_timeout: '出片时间过长，已停止。请缩短内容再试。',
  task_expired: '排队太久，已放弃。请再试一次。',
};
