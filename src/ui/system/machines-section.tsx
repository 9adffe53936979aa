'use client';

import type { System } from '#/domain/system.ts';
import { useMessages } from '../language.tsx';
import { MachineRow } from './machine-row.tsx';
import machineStyles from './machines.module.css';
import { Command, Section } from './section.tsx';
import styles from './system.module.css';

/** Which machine is ill; for those who do not run the installation, how much of it there is. */
export function MachinesSection(props: { system: System }) {
  const { machines, capacity } = props.system;
  const words = useMessages().system.machines;
  return (
    <Section id="system-machines" title={words.title}>
      {machines === null ? (
        <p>
          {capacity.workers === 0
            ? words.sharedNone
            : words.shared(capacity.workers, capacity.busy, capacity.slots)}
        </p>
      ) : null}
      {machines?.length === 0 ? (
        <p className={styles.quietWords}>
          {words.none}
          <Command>npm run worker</Command>
        </p>
      ) : null}
      <ul className={machineStyles.machines}>
        {machines?.map((machine) => (
          <MachineRow key={machine.id} machine={machine} />
        ))}
      </ul>
    </Section>
  );
}
