const AWAY = [
  'connection terminated',
  'connection error',
  'client was closed',
  'timeout exceeded when trying to connect',
  'timeout expired',
  'server has closed the connection',
  "can't reach database server",
  'terminating connection',
  'not accepting connections',
  'not currently accepting connections',
  'the database system is',
  'unable to start a transaction',
  'transaction already closed',
];

/** Whether an error says that the database could not be asked; drivers and pools tell it in words only. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const said = error.message.toLowerCase();
  return AWAY.some((words) => said.includes(words));
}
