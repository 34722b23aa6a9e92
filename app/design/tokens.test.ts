import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const read = (name: string): string =>
  readFileSync(new URL(`../styles/${name}`, import.meta.url), 'utf8');

type Palette = Readonly<Record<string, readonly [light: string, dark: string]>>;

/** The colors of a block of declarations. */
const paletteOf = (css: string): Palette =>
  Object.fromEntries(
    [...css.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)].map(
      ([, name = '', light = '', dark = '']) => [name, [light, dark]],
    ),
  );

const standard = paletteOf(read('tokens.css'));
const [chosen = '', asked = ''] = read('contrast.css').split('@media');
const contrast = { ...standard, ...paletteOf(chosen) };

const themes = [
  ['light', standard, 0],
  ['dark', standard, 1],
  ['high contrast, light', contrast, 0],
  ['high contrast, dark', contrast, 1],
] as const;

const surfaces = ['canvas', 'surface', 'raised', 'sunken', 'hover'];
const soft = ['accent-soft', 'danger-soft', 'warning-soft', 'success-soft', 'info-soft'];

/** Text on these backgrounds: 4.5:1 (WCAG 1.4.3). */
const text: readonly (readonly [ink: string, on: readonly string[]])[] = [
  ['text', [...surfaces, ...soft, 'press']],
  ['text-2', [...surfaces, 'press', 'accent-soft']],
  ['muted', [...surfaces, 'accent-soft']],
  [
    'accent',
    [...surfaces, 'accent-soft', 'info-soft', 'success-soft', 'warning-soft', 'danger-soft'],
  ],
  ['accent-2', surfaces],
  ['danger', ['canvas', 'surface', 'raised', 'hover', 'danger-soft', 'sunken']],
  ['warning', ['canvas', 'surface', 'raised', 'hover', 'warning-soft', 'accent-soft']],
  ['success', ['canvas', 'surface', 'raised', 'hover', 'success-soft', 'accent-soft']],
  ['info', ['canvas', 'surface', 'raised', 'hover', 'info-soft', 'accent-soft']],
  ['on-accent', ['accent', 'accent-2']],
  ['on-danger', ['danger', 'danger-2']],
];

/** Edges of controls, focus, icons and category colors: 3:1 (WCAG 1.4.11). */
const shapes: readonly (readonly [ink: string, on: readonly string[]])[] = [
  ['control', ['canvas', 'surface', 'raised', 'hover']],
  ['focus', [...surfaces, ...soft]],
  ['accent', [...surfaces, 'accent-soft']],
  ['danger', surfaces],
  ['cat-1', ['surface', 'canvas']],
  ['cat-2', ['surface', 'canvas']],
  ['cat-3', ['surface', 'canvas']],
  ['cat-4', ['surface', 'canvas']],
  ['cat-5', ['surface', 'canvas']],
];

describe.each(themes)('spec interface#tokens, %s', (_name, palette, side) => {
  const ratio = (ink: string, on: string) =>
    contrastRatio(palette[ink]?.[side] ?? '', palette[on]?.[side] ?? '');
  const tooWeak = (pairs: typeof text, least: number) =>
    pairs.flatMap(([ink, grounds]) =>
      grounds
        .filter((on) => !(ratio(ink, on) >= least))
        .map((on) => `${ink} on ${on}: ${ratio(ink, on).toFixed(2)}`),
    );

  test('text is at least 4.5:1 on everything that it may stand on', () =>
    expect(tooWeak(text, 4.5)).toEqual([]));
  test('edges, focus and glyphs are at least 3:1', () => expect(tooWeak(shapes, 3)).toEqual([]));
});

test('the contrast that the system asks for is the one that can be chosen', () => {
  expect(paletteOf(asked)).toEqual(paletteOf(chosen));
  expect(Object.keys(paletteOf(chosen)).length).toBeGreaterThan(20);
});

test('no colour stands anywhere but in the tokens', () => {
  const sheets = [...read('app.css').matchAll(/@import "\.\/(.+?)"/g)].map(([, name = '']) => name);
  const others = sheets.filter((name) => name !== 'tokens.css' && name !== 'contrast.css');
  expect(others.length).toBeGreaterThan(15);
  expect(others.filter((name) => /#[0-9a-f]{3,8}\b|rgb\(|hsl\(/i.test(read(name)))).toEqual([]);
});

/** WCAG 2.2: (lighter + 0.05) / (darker + 0.05) of the relative luminances. */
function contrastRatio(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
