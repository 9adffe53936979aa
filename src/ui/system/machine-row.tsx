'use client';

import type { Machine, MachineSlot, MachineState } from '#/domain/machine.ts';
import { fileSize, timeSpan } from '../amounts.ts';
import { Button } from '../components/button.tsx';
import { ProgressBar } from '../components/progress-bar.tsx';
import { useLanguage } from '../language.tsx';
import styles from './machines.module.css';
import { StateDot, type StateTone } from './state-dot.tsx';

import { useDrain } from './use-system.ts';

const TONES: Record<MachineState, StateTone> = {
  idle: 'good',
  working: 'good',
  draining: 'warn',
  drained: 'warn',
  silent: 'bad',
};

/** A worker: how it is, what each of its slots does, and whether it takes work. */
export function MachineRow(props: { machine: Machine }) {
  const { machine } = props;
  const { language, messages } = useLanguage();
  const words = messages.system.machines;
  const isSilent = machine.state === 'silent';
  return (
    <li className={styles.machine}>
      <div className={styles.machineHead}>
        <h3 className={styles.machineName}>
          <StateDot tone={TONES[machine.state]} />
          <span>{machine.name}</span>
          <span className={styles.machineState}>{words.states[machine.state]}</span>
        </h3>
        {isSilent ? null : <DrainButton machine={machine} />}
      </div>
      {isSilent ? (
        <p className={styles.ill}>
          {words.silentFor(timeSpan(machine.seconds_since_seen, language))}
        </p>
      ) : (
        <>
          <ul className={styles.slots}>
            {machine.slots.map((slot, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a slot is its place
              <SlotLine key={i} slot={slot} number={i + 1} />
            ))}
          </ul>
          <p className={styles.engines} translate="no">
            {machine.engines.map(({ name, version }) => `${name} ${version}`).join(' · ')}
          </p>
        </>
      )}
    </li>
  );
}

function DrainButton(props: { machine: Machine }) {
  const { id, name, state } = props.machine;
  const words = useLanguage().messages.system.machines;
  const { drain, enable, changing, failed } = useDrain(id);
  const isDraining = state === 'draining' || state === 'drained';
  return (
    <div className={styles.drain}>
      {failed ? (
        <span role="alert" className={styles.drainFailed}>
          {words.changeFailed}
        </span>
      ) : null}
      <Button
        kind={isDraining ? 'secondary' : 'quiet'}
        aria-label={isDraining ? words.enableLabel(name) : words.drainLabel(name)}
        disabled={changing}
        onClick={isDraining ? enable : drain}
      >
        {isDraining ? words.enable : words.drain}
      </Button>
    </div>
  );
}

function SlotLine(props: { slot: MachineSlot; number: number }) {
  const { slot, number } = props;
  const { language, messages } = useLanguage();
  const words = messages.system.machines;
  const stages = messages.progress.stages;
  const { task } = slot;
  const idle = slot.pid === null ? words.starting : words.free;
  return (
    <li className={styles.slot}>
      <span className={styles.slotName}>{words.slot(number)}</span>
      {task ? (
        <span className={styles.slotTask}>
          <a className={styles.taskLink} href={`/studio/tasks?open=${task.id}`}>
            {messages.taskTypes[task.type]}
          </a>
          <span className={styles.slotStage}>{stages[task.stage]}</span>
          <span className={styles.slotBar}>
            <ProgressBar
              label={`${words.slot(number)}: ${messages.taskTypes[task.type]}`}
              value={task.progress}
              text={stages[task.stage]}
            />
          </span>
          <span className={styles.percent}>
            {messages.progress.percent(Math.floor(task.progress * 100))}
          </span>
        </span>
      ) : (
        <span className={styles.slotFree}>{idle}</span>
      )}
      <span className={styles.memory}>
        {slot.memory_bytes > 0 ? fileSize(slot.memory_bytes, language) : ''}
      </span>
    </li>
  );
}
