'use client';

import { useQuery } from '@tanstack/react-query';
import type { TaskLogs } from '#/domain/task-list.ts';
import { timeSpan } from '../amounts.ts';
import { useTRPC } from '../api.tsx';
import { useLanguage } from '../language.tsx';
import type { Messages } from '../messages/en.ts';
import styles from './task-details.module.css';

/** What happened to the task, line by line. */
export function TaskLog(props: { id: string }) {
  const trpc = useTRPC();
  const { language, messages } = useLanguage();
  const words = messages.tasks;
  const log = useQuery(trpc.tasks.logs.queryOptions({ id: props.id }, { staleTime: 0 }));
  const lines = log.data?.data ?? [];
  return (
    <div>
      <h3 className={styles.heading}>{words.log}</h3>
      {log.isPending ? <p className={styles.quiet}>{words.logLoading}</p> : null}
      {log.isError ? <p className={styles.quiet}>{words.logFailed}</p> : null}
      <ol className={styles.log}>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
          <li key={index} className={styles[line.level]}>
            <time dateTime={line.at}>{new Date(line.at).toLocaleTimeString(language)}</time>
            <span className={styles.quiet}>{words.logTry(line.attempt)}</span>
            <span>
              {lineWords(line, messages, language)}
              {line.event?.code ? (
                <span className={styles.cause} lang="en" translate="no">
                  {`${line.event.code}: ${line.event.detail}`}
                </span>
              ) : null}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** A line in the language of the page; one that is unknown stays as it was written. */
function lineWords(line: TaskLogs['data'][number], messages: Messages, language: string): string {
  const { event } = line;
  const { logLines } = messages.tasks;
  if (!event) return line.message;
  const code = event.code ?? 'internal';
  const why = messages.system.week.codes[code] ?? code;
  switch (event.kind) {
    case 'started':
      return logLines.started(event.machine ?? '');
    case 'failed':
      return logLines.failed(why);
    case 'put_back':
      return logLines.put_back(why, timeSpan(event.delay_seconds ?? 0, language));
    default:
      return logLines[event.kind];
  }
}
