import { drawPerson, portraitFrame } from './draw-person.ts';
import { presenters } from './presenters.ts';

/** Every file of the presenters folder: name and whole content. */
export function presenterFiles(): Map<string, string> {
  const files = new Map<string, string>();
  for (const { name, person } of presenters) {
    files.set(`${name}.svg`, drawPerson(person));
    files.set(`${name}-cutout.svg`, drawPerson(person, { ...portraitFrame, ground: false }));
  }
  const list = presenters.map(({ name, title, description }) => ({
    name,
    title,
    description,
    file: `${name}.svg`,
    cutout: `${name}-cutout.svg`,
    width: portraitFrame.width,
    height: portraitFrame.height,
  }));
  files.set('presenters.json', `${JSON.stringify(list, null, 2)}\n`);
  return files;
}
