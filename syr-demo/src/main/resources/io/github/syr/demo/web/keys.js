// The keyboard.

export const KEYS = [
  ['click, click · drag', 'with Box: the two corners of a box around the object'],
  ['click', 'with + Point: a point on the object'],
  ['right click · Alt+click', 'a point beside the object, on what is not to be in the mask'],
  ['wheel · two fingers', 'zoom'],
  ['Space+drag · middle button', 'move the image; with a point tool, dragging does too'],
  ['arrow keys, Enter', 'move a cross over the image, and click there; Shift moves by a pixel, Alt+Enter is a right click'],
  ['B · P · X', 'Box · + Point · − Point'],
  ['N · Delete', 'new object · remove this one'],
  ['Ctrl+Z · Ctrl+Y · R', 'undo · redo · reset'],
  ['G', 'generate the masks'],
  ['O · C · S', 'outline · checkerboard · two models side by side'],
  ['+ · − · 0', 'zoom in · zoom out · fit'],
  ['[ · ]', 'previous image · next image'],
];

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param actions by key; moveCross, clickAtCross, undo and redo beside them */
export class Keyboard {
  constructor(actions) {
    this.actions = actions;
    this.spaceHeld = false;
    document.addEventListener('keydown', (event) => this.#down(event));
    document.addEventListener('keyup', (event) => { this.spaceHeld &&= event.key !== ' '; });
  }

  #down(event) {
    const { target } = event;
    const typing = target.matches('input:not([type=radio]):not([type=checkbox]):not([type=range]), select');
    if (typing || document.querySelector('dialog[open]') || !document.querySelector('main')) {
      return;
    }
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && (key === 'z' || key === 'y')) {
      event.preventDefault();
      this.actions[key === 'y' || event.shiftKey ? 'redo' : 'undo']();
    } else if (event.ctrlKey || event.metaKey) {
      return;
    } else if (target.matches('.canvas') && (ARROWS[event.key] || event.key === 'Enter')) {
      event.preventDefault();
      if (event.key === 'Enter') {
        this.actions.clickAtCross(event.altKey);
      } else {
        this.actions.moveCross(...ARROWS[event.key], event.shiftKey);
      }
    } else if (key === ' ' && !target.matches('button, input, label')) {
      event.preventDefault();
      this.spaceHeld = true;
    } else if (!event.altKey && Object.hasOwn(this.actions.shortcuts, key)) {
      this.actions.shortcuts[key]();
    }
  }
}
