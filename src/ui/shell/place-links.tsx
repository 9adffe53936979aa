'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { classNames } from '../components/class-names.ts';
import { Icon } from '../components/icon.tsx';
import { useMessages } from '../language.tsx';
import { PLACES, placeOf } from './places.ts';
import styles from './shell.module.css';
import { useIsAdmin } from './visitor.tsx';

/** The ways to the places: in the top bar, or under the thumb on a phone. Only one of the two is ever shown. */
export function PlaceLinks(props: { at: 'top' | 'bottom' }) {
  const words = useMessages().shell.places;
  const isAdmin = useIsAdmin();
  const here = placeOf(usePathname());
  return (
    <nav
      className={classNames(styles.places, props.at === 'top' ? styles.top : styles.bottom)}
      aria-label={words.label}
    >
      {PLACES.filter(({ admin }) => isAdmin || !admin).map((place) => (
        <Link
          key={place.href}
          href={place.href}
          className={styles.place}
          aria-current={place === here ? 'page' : undefined}
        >
          <Icon name={place.icon} />
          <span>{words[place.name]}</span>
        </Link>
      ))}
    </nav>
  );
}
