'use client';

import { Button } from '../components/button.tsx';
import { Notice } from '../components/notice.tsx';
import { useMessages } from '../language.tsx';
import type { Messages } from '../messages/en.ts';
import type { ProblemCode } from '../problem-code.ts';
import styles from './action.module.css';
import type { Missing } from './draft.ts';
import type { Estimate } from './use-estimate.ts';
import type { Phase } from './use-making.ts';

/** The one button, and in a line above it what is still missing or what went wrong with the last press. */
export function Action(props: {
  phase: Phase;
  missing: Missing | null;
  /** Something else says already why nothing can be made yet. */
  quiet: boolean;
  /** Another action is the next one now. */
  isSecond: boolean;
  starting: boolean;
  estimate: Estimate | null;
  problem: ProblemCode | null;
  onMake: () => void;
}) {
  const { action, errors } = useMessages();
  const { phase, missing, starting, problem, estimate } = props;
  const busy = starting || phase === 'live' || phase === 'loading';
  const words = () => {
    if (starting) return action.starting;
    if (phase === 'live') return action.making;
    const make = phase === 'completed' ? action.makeAgain : action.make;
    return estimate ? action.costs(make, about(estimate.seconds, action)) : make;
  };
  const waits = !busy && estimate !== null && isMostlyWaiting(estimate);
  const idle = busy || missing !== null;
  const hint = missing && !busy && !props.quiet ? action.missing[missing] : null;
  return (
    <div className={styles.action}>
      {problem ? <Notice tone="bad">{errors[problem]}</Notice> : null}
      {hint ? (
        <p id="missing" className={styles.missing}>
          {hint}
        </p>
      ) : null}
      <Button
        wide
        kind={idle || props.isSecond ? 'secondary' : 'primary'}
        aria-disabled={idle}
        aria-describedby={hint ? 'missing' : undefined}
        onClick={() => {
          if (!busy) props.onMake();
        }}
      >
        <span>
          {words()}
          {waits ? (
            <span className={styles.wait}>
              {action.restInLine(about(estimate.seconds - estimate.waitSeconds, action))}
            </span>
          ) : null}
        </span>
      </Button>
    </div>
  );
}

const WAIT_WORTH_SAYING_S = 20;

function isMostlyWaiting({ seconds, waitSeconds }: Estimate): boolean {
  return waitSeconds >= WAIT_WORTH_SAYING_S && waitSeconds * 2 > seconds;
}

/** Coarse enough that the words rest while one types. */
function about(seconds: number, words: Messages['action']): string {
  if (seconds < 58) return words.seconds(Math.max(5, Math.round(seconds / 5) * 5));
  if (seconds < 5400) return words.minutes(Math.max(1, Math.round(seconds / 60)));
  return words.hours(Math.round(seconds / 3600));
}
