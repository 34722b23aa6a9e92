import fc from 'fast-check';
import { expect, test } from 'vitest';
import { place } from './placement.ts';

const viewport = { width: 1440, height: 700 };
const button = (top: number, left = 1300) => ({ top, bottom: top + 28, left, right: left + 28 });
const menu = { width: 240, height: 200 };

test.each([
  ['room below', button(100), { left: 1088, top: 132, maxHeight: 560 }],
  ['no room below: above', button(650), { left: 1088, top: 446, maxHeight: 638 }],
  [
    'in the left half: from the left edge',
    button(100, 300),
    { left: 300, top: 132, maxHeight: 560 },
  ],
] as const)('%s', (_, anchor, expected) => expect(place(anchor, menu, viewport)).toEqual(expected));

test('a panel wider than the room beside its button stays inside', () => {
  const phone = { width: 360, height: 700 };
  expect(place(button(100, 150), { width: 320, height: 200 }, phone).left).toBe(32);
  expect(place(button(100, 200), { width: 320, height: 200 }, phone).left).toBe(8);
});

test('a panel taller than both sides takes the larger one and scrolls', () => {
  const tall = { width: 240, height: 2000 };
  expect(place(button(500), tall, viewport)).toEqual({ left: 1088, top: 8, maxHeight: 488 });
  expect(place(button(100), tall, viewport).maxHeight).toBe(560);
});

test('a panel that fits a viewport is never outside of it', () =>
  fc.assert(
    fc.property(
      fc.record({
        width: fc.integer({ min: 320, max: 3000 }),
        height: fc.integer({ min: 300, max: 2000 }),
      }),
      fc.record({
        x: fc.double({ min: 0, max: 1, noNaN: true }),
        y: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      fc.record({
        width: fc.integer({ min: 1, max: 300 }),
        height: fc.integer({ min: 1, max: 4000 }),
      }),
      (screen, { x, y }, panel) => {
        const [left, top] = [x * (screen.width - 28), y * (screen.height - 28)];
        const anchor = { left, top, right: left + 28, bottom: top + 28 };
        const found = place(anchor, panel, screen);
        expect(found.left).toBeGreaterThanOrEqual(0);
        expect(found.left + panel.width).toBeLessThanOrEqual(screen.width);
        expect(found.top).toBeGreaterThanOrEqual(0);
        expect(found.top + Math.min(panel.height, found.maxHeight)).toBeLessThanOrEqual(
          screen.height,
        );
      },
    ),
  ));
