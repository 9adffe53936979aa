const WIDTH = 28;

export type ProgressBar = {
  show(progress: number, words: string): void;
  end(progress: number, words: string): void;
};

/** One line that is drawn over itself on a terminal; elsewhere a line for each quarter and the end. */
export function progressBar(name: string): ProgressBar {
  const terminal = process.stdout.isTTY;
  let quarter = -1;
  const line = (progress: number, words: string) => {
    const full = Math.round(progress * WIDTH);
    const bar = '█'.repeat(full) + '░'.repeat(WIDTH - full);
    return `${name.padEnd(22)} ${bar} ${String(Math.round(progress * 100)).padStart(3)} % ${words}`;
  };
  return {
    show(progress, words) {
      if (terminal) process.stdout.write(`\r${line(progress, words)}\u001b[K`);
      else if (Math.floor(progress * 4) > quarter) {
        quarter = Math.floor(progress * 4);
        console.log(line(progress, words));
      }
    },
    end(progress, words) {
      console.log(`${terminal ? '\r' : ''}${line(progress, words)}${terminal ? '\u001b[K' : ''}`);
    },
  };
}
