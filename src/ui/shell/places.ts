import type { IconName } from '../components/icon.tsx';
import type { Messages } from '../messages/en.ts';

/** `href` is also the prefix of what lies below the place. */
export type Place = {
  href: string;
  name: Exclude<keyof Messages['shell']['places'], 'label'>;
  icon: IconName;
  /** Only for those who manage the installation. */
  admin?: true;
};

/** The places of the product in the order of the bar. A page becomes one by adding its line here. */
export const PLACES: readonly Place[] = [
  { href: '/studio', name: 'create', icon: 'create' },
  { href: '/studio/tasks', name: 'tasks', icon: 'tasks' },
  { href: '/studio/library', name: 'library', icon: 'library' },
  { href: '/studio/system', name: 'system', icon: 'system' },
  { href: '/studio/keys', name: 'keys', icon: 'keys', admin: true },
];

/** The place that a path belongs to: the one with the longest address that leads there. */
export function placeOf(path: string): Place | undefined {
  return PLACES.filter(({ href }) => path === href || path.startsWith(`${href}/`)).reduce<
    Place | undefined
  >((best, place) => (best && best.href.length > place.href.length ? best : place), undefined);
}
