'use client';

import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { useLanguage } from '../language.tsx';
import type { ProblemCode } from '../problem-code.ts';
import { useSlow } from '../use-slow.ts';
import { useTitle } from '../use-title.ts';
import { Headline } from './headline.tsx';
import { MachinesSection } from './machines-section.tsx';
import { QueueSection } from './queue-section.tsx';
import { Section } from './section.tsx';
import { SpaceSection } from './space-section.tsx';
import styles from './system.module.css';
import { useSystem } from './use-system.ts';
import { WeekSection } from './week-section.tsx';

/** Is it working, what is waiting and why, which machine is ill, what did we make this week: in this order. */
export function SystemPage() {
  const { system, readAt, trouble, refetch } = useSystem();
  const { title } = useLanguage().messages.system;
  useTitle(title);
  return (
    <div className={styles.system}>
      {trouble ? (
        <Trouble code={trouble} readAt={system ? readAt : null} onRetry={() => void refetch()} />
      ) : null}
      {system ? null : <h1 className="visually-hidden">{title}</h1>}
      {system ? (
        <>
          <Headline system={system} isStale={trouble !== null} />
          <QueueSection system={system} />
          <MachinesSection system={system} />
          <WeekSection system={system} />
          <SpaceSection system={system} />
        </>
      ) : null}
      {system || trouble ? null : <Waiting />}
    </div>
  );
}

/** What keeps the page from being up to date, and from when its figures are. */
function Trouble(props: { code: ProblemCode; readAt: number | null; onRetry: () => void }) {
  const { language, messages } = useLanguage();
  const words = messages.system;
  const isLost = props.code === 'network';
  const body = isLost ? words.lostBody : words.failedBody;
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'medium' });
  return (
    <div className={styles.trouble}>
      <Notice
        tone={props.readAt === null && !isLost ? 'bad' : 'warn'}
        title={isLost ? messages.connection.unreached : words.failed}
        action={isLost ? null : <Button onClick={props.onRetry}>{messages.tryAgain}</Button>}
      >
        {props.readAt === null ? body : words.asOf(time.format(props.readAt))}
      </Notice>
    </div>
  );
}

function Waiting() {
  const { messages } = useLanguage();
  const words = messages.system;
  const isSlow = useSlow(true);
  return (
    <>
      <header className={styles.headline} aria-busy="true">
        <p className="visually-hidden" role="status">
          {isSlow ? messages.stillLoading : words.loading}
        </p>
        <Skeleton className={styles.statusSkeleton} />
        <Skeleton className={styles.partsSkeleton} />
        {isSlow ? <p className={styles.quietWords}>{messages.stillLoading}</p> : null}
      </header>
      {[words.queue.title, words.machines.title, words.week.title, words.space.title].map(
        (title, i) => (
          <Section key={title} id={`system-waiting-${i}`} title={title}>
            <Skeleton className={styles.answerSkeleton} />
          </Section>
        ),
      )}
    </>
  );
}
