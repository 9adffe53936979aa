import Link from 'next/link';
import type { AnchorHTMLAttributes, ButtonHTMLAttributes } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.ts';

/** `primary` is the one next action of a page; there is never a second one in sight. */
export type ButtonKind = 'primary' | 'secondary' | 'quiet';

type Look = { kind?: ButtonKind; wide?: boolean; square?: boolean };

function look({ kind = 'secondary', wide, square }: Look): string {
  return classNames(styles.button, styles[kind], wide && styles.wide, square && styles.square);
}

export function Button(props: Look & ButtonHTMLAttributes<HTMLButtonElement>) {
  const { kind, wide, square, className, ...rest } = props;
  return (
    <button
      type="button"
      className={classNames(look({ kind, wide, square }), className)}
      {...rest}
    />
  );
}

/** Between these one goes without loading the page anew, so that nothing under way is interrupted. */
const PAGES = '/studio';

export function ButtonLink(props: Look & AnchorHTMLAttributes<HTMLAnchorElement>) {
  const { kind, wide, square, className, children, ...rest } = props;
  const classes = classNames(look({ kind, wide, square }), className);
  if (rest.href?.startsWith(PAGES) && rest.target === undefined) {
    return (
      <Link {...rest} href={rest.href} className={classes}>
        {children}
      </Link>
    );
  }
  return (
    <a className={classes} {...rest}>
      {children}
    </a>
  );
}
