import type { Locator, Page } from 'playwright-core';

interface Drag {
  readonly what: Locator;
  readonly to: Locator;
  /** Position on the target, as a fraction of its height. */
  readonly at: number;
}

/**
 * Presses the button on an element that can be dragged, and moves the pointer onto another. Scripts
 * make elements draggable, and mark the dragged one a moment after the drag began; a browser repeats
 * the position of a user's pointer, but not that of a test.
 */
export async function drag(page: Page, { what, to, at }: Drag): Promise<void> {
  await what.locator('xpath=ancestor-or-self::*[@draggable="true"]').last().waitFor();
  // Measures afterwards: before that, a page may not have its styles yet.
  await what.hover();
  await page.mouse.down();
  const box = await to.boundingBox();
  if (box === null) throw new Error('The target is not shown.');
  const [x, y] = [box.x + box.width / 3, box.y + box.height * at];
  await page.mouse.move(x, y - 4);
  await page.locator('[data-dragged]').waitFor();
  await page.mouse.move(x, y, { steps: 4 });
}
