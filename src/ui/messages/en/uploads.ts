export const uploads = {
  title: 'Uploads',
  done: 'done',
  percent: (value: number) => `${value}%`,
  perSecond: (size: string) => `${size}/s`,
  queued: 'Waits for the others',
  waiting: 'No connection. It goes on by itself when there is one.',
  paused: 'Paused',
  fileless:
    'Too large to be kept over a reload. Choose the same file again, and it goes on where it stopped.',
  sent: 'Sent',
  choose: 'Choose the file again',
  chooseAgain: (name: string) => `Choose ${name} again`,
  pause: (name: string) => `Pause ${name}`,
  resume: (name: string) => `Resume ${name}`,
  cancel: (name: string) => `Cancel ${name}`,
  remove: (name: string) => `Remove ${name} from the list`,
};
