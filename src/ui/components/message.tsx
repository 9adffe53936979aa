import { ButtonLink } from './button.tsx';
import { Logo } from './logo.tsx';
import styles from './message.module.css';

/** A whole page that has one thing to say. */
export function Message(props: {
  title: string;
  body: string;
  link: { href: string; words: string };
}) {
  return (
    <main className={styles.message}>
      <Logo />
      <h1 className={styles.title}>{props.title}</h1>
      <p className={styles.body}>{props.body}</p>
      <ButtonLink kind="primary" href={props.link.href}>
        {props.link.words}
      </ButtonLink>
    </main>
  );
}
