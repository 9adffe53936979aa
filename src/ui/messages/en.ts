import { enErrors } from './en-errors.ts';
import type { ErrorMessages } from './error-messages.ts';

export const en = {
  studio: 'Studio',
  description: 'Give a portrait a voice: pick a picture, write what to say, get a finished video.',
  skipToStage: 'Skip to the picture',
  language: 'Language',
  theme: { dark: 'Dark', light: 'Light', toDark: 'Switch to dark', toLight: 'Switch to light' },
  dismiss: 'Dismiss',
  tryAgain: 'Try again',
  stillLoading: 'Still loading. The server is slow to answer.',
  errors: enErrors satisfies ErrorMessages as ErrorMessages,

  cast: {
    title: 'Who speaks',
    own: 'Your picture',
    choosePicture: 'Choose a picture of your own',
    loading: 'Loading portraits',
    failed: 'The portraits could not be loaded.',
    none: 'No portraits are installed. Use a picture of your own.',
    sending: (percent: number) => `Sending, ${percent}%`,
    unnamed: 'Picture',
  },

  drop: {
    here: 'Drop a picture or a recording',
    neither: 'That file is neither a picture nor a recording. Drop a JPEG, PNG, MP3 or WAV file.',
  },

  stage: {
    title: 'The picture',
    loading: 'Loading the picture',
    empty: 'Pick someone to speak',
    emptyHint: 'Choose a portrait, or drop a picture of your own anywhere.',
    ownPicture: 'Your picture',
    aroundFace: 'cut around the face',
    unusable: 'This picture can’t be used',
    pixels: (width: number, height: number) => `${width} × ${height}`,
  },

  words: {
    title: 'What is said',
    script: 'Script',
    recording: 'Recording',
    placeholder: 'Type or paste the script here.',
    count: (used: string, limit: string) => `${used} / ${limit}`,
    tooLong: (over: string) => `${over} characters too many. Shorten the script to go on.`,
    seconds: (count: number) => `about ${count} s of speech`,
    minutes: (clock: string) => `about ${clock} of speech`,
    sample: 'Use a sample sentence',
    sampleText:
      'Hello, and welcome. In the next minute I will show you around, and answer the three questions everyone asks on their first day.',
    chooseRecording: 'Choose a recording',
    recordingHint: 'or drop it anywhere: MP3, WAV, M4A, FLAC or OGG',
    removeRecording: 'Remove the recording',
    sending: (percent: number) => `Sending ${percent}%`,
    checking: 'Checking the file',
    play: 'Play',
    pause: 'Pause',
    position: 'Position in the recording',
    noWaveform: 'No waveform for this file. It can still be used.',
  },

  choices: {
    title: 'Choices',
    voice: 'Voice',
    voiceAuto: (name: string) => `Automatic: ${name}`,
    voiceAutoPlain: 'Automatic',
    voiceHint: 'Follows the language of the script.',
    voiceFailed: 'The voices could not be loaded.',
    shape: 'Shape',
    shapes: { source: 'As it is', portrait: '9:16', square: '1:1', landscape: '16:9' },
    size: 'Size',
    sizes: { source: 'As the picture', '480p': '480p', '720p': '720p', '1080p': '1080p' },
    expression: 'Expression',
    expressionEnds: ['calm', 'lively'] as [string, string],
    headMotion: 'Head movement',
    headMotionEnds: ['still', 'moving'] as [string, string],
    percent: (value: number) => `${value}%`,
    more: 'Expression and movement',
    label: {
      visible:
        'The video will carry a visible “AI-generated” label. This installation requires it.',
      metadata: 'The video file will say that it is AI-generated. This installation requires it.',
    },
  },

  action: {
    make: 'Make video',
    makeAgain: 'Make again',
    starting: 'Starting',
    making: 'Making the video',
    cancel: 'Cancel',
    cancelling: 'Cancelling',
    missing: {
      picture: 'Pick a picture first.',
      script: 'Write what should be said.',
      scriptTooLong: 'The script is too long.',
      recording: 'Add a recording first.',
      pictureSending: 'Your picture is still being sent.',
      recordingSending: 'Your recording is still being sent.',
    },
  },

  progress: {
    title: 'Progress',
    stages: {
      checking: 'Checking your files',
      queued: 'Waiting in line',
      preparing: 'Getting ready',
      speech: 'Speaking the script',
      analysing: 'Finding the face',
      rendering: 'Making the frames',
      publishing: 'Saving the video',
      done: 'Done',
    },
    loading: 'Looking for your video',
    ahead: (count: number) => (count === 0 ? 'next in line' : `${count} ahead of yours`),
    percent: (value: number) => `${value}%`,
    secondsLeft: (count: number) => `about ${count} s left`,
    minutesLeft: (count: number) => `about ${count} min left`,
    hoursLeft: (count: number) => `about ${count} h left`,
    almostDone: 'almost done',
  },

  result: {
    title: 'Your video',
    ready: 'Your video is ready',
    download: 'Download',
    startOver: 'New video',
    cancelled: 'Cancelled. Nothing was made, and your choices are as you left them.',
    goneTitle: 'This video is gone',
    gone: 'It was deleted or has expired. Your choices below still work.',
    failedTitle: 'The video could not be made',
    retry: 'Try again',
    back: 'Change something',
  },

  connection: {
    lost: 'The server can’t be reached. Your text and choices stay here; trying again.',
  },
  locked: {
    title: 'This installation asks for a key',
    body: 'Videos can’t be made from this page without one. Ask whoever runs this installation for access, or use the API with your key.',
    link: 'How keys work',
  },
  notFound: {
    title: 'There is nothing here',
    body: 'The address may be mistyped.',
    link: 'Go to the studio',
  },
  crashed: {
    title: 'This page stopped working',
    body: 'Your videos are safe. Load the page again to go on.',
  },
};

export type Messages = typeof en;
