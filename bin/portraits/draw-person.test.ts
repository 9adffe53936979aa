import { expect, test } from 'vitest';
import { drawPerson, portraitFrame } from './draw-person.ts';
import { plainPerson } from './plain-person.ts';
import { presenters } from './presenters.ts';

test('the same person is drawn the same way each time, another seed differently', () => {
  expect(drawPerson(plainPerson)).toBe(drawPerson(plainPerson));
  expect(drawPerson({ ...plainPerson, seed: 2 })).not.toBe(drawPerson(plainPerson));
});

test.each(presenters)('$name refers to nothing outside the drawing', ({ person }) => {
  const svg = drawPerson(person);
  const defined = new Set([...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  const used = [...svg.matchAll(/url\(([^)]*)\)/g)].map(([, target]) => target);
  expect(used.length).toBeGreaterThan(20);
  expect(used.filter((target) => !defined.has(target?.replace('#', '')))).toEqual([]);
  expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(
    /href|https?:|<image|<script|<style|<foreignObject|@import|data:/,
  );
});

test.each(presenters)('$name has only finite numbers in paths', ({ person }) => {
  expect(drawPerson(person)).not.toMatch(/NaN|Infinity|undefined/);
});

test('the ground is the only difference between portrait and cutout', () => {
  const whole = drawPerson(plainPerson);
  const cutout = drawPerson(plainPerson, { ...portraitFrame, ground: false });
  const ground = /<path d="M0 0h1024v1024H0Z"[^>]*>/;
  expect(whole).toMatch(ground);
  expect(cutout).not.toMatch(ground);
});
