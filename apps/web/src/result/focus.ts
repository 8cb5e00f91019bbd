// For an element that takes the place of the one that was pressed. The same function at each render, so that it is
// called when the element comes and not again.
export function focus_once(element: HTMLElement | null): void {
  element?.focus();
}
