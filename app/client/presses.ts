/**
 * Waits for the end of a press. Pressing a button blurs a field first, and a change of the page
 * could then move the button, so that the press is no click.
 * @returns runs `act` at once, or after the click while a mouse button or a finger is down
 */
export function makeAfterPress(): (act: () => void) => void {
  let isPressed = false;
  let waiting: (() => void)[] = [];
  const release = (): void => {
    isPressed = false;
    // The browser dispatches the click in the same task as the release.
    setTimeout(() => {
      const due = waiting;
      waiting = [];
      for (const act of due) act();
    });
  };
  const listen = (type: string, act: (event: Event) => void): void =>
    document.addEventListener(type, act, { capture: true });
  // Mouse events, because touch triggers them too, and only they move the focus.
  listen('mousedown', () => {
    isPressed = true;
  });
  for (const type of ['mouseup', 'dragend', 'keydown']) listen(type, release);
  // A release outside of the window, or on the list of a select, is not reported.
  listen('mousemove', (event) => {
    if (isPressed && event instanceof MouseEvent && event.buttons === 0) release();
  });
  addEventListener('blur', release);
  return (act) => {
    if (isPressed) waiting.push(act);
    else act();
  };
}
