/** What an operator is told of a failure. Most messages are a line already; of those that are not, the line that tells. */
export function sayFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'P2002') return 'This secret belongs to another key: choose another one';
  if (code?.startsWith('ERR_PARSE_ARGS')) return error.message.split('\n', 1)[0] ?? '';
  return error.message;
}

/** Runs a program to its end; a failure is said in one line and makes its exit code 1. */
export async function runProgram(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    console.error(sayFailure(error));
    process.exitCode = 1;
  }
}
