/**
 * Waits for the end of a press. A press on a button takes the focus from a field first, and what
 * changes the page then moves the button: the press ends elsewhere and is no click.
 * @returns runs `act` at once, or after the click while a mouse button or a finger is down
 */
export function makeAfterPress(): (act: () => void) => void {
  let isPressed = false;
  let waiting: (() => void)[] = [];
  const release = (): void => {
    isPressed = false;
    // The browser sends the click in the same task as the release.
    setTimeout(() => {
      const due = waiting;
      waiting = [];
      for (const act of due) act();
    });
  };
  const listen = (type: string, act: (event: Event) => void): void =>
    document.addEventListener(type, act, { capture: true });
  // Mouse events, because a finger causes them too, and only they move the focus.
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
