// Pointers on a view: clicks, drags, panning, pinching, the wheel.

const CLICK_DISTANCE = 5; // screen pixels that a click may move

/** Tells a handler what the pointers on a view do; places are in pixels of the image. */
export class Gestures {
  constructor(view, handler) {
    this.view = view;
    this.handler = handler;
    this.pointers = new Map();
    this.start = null;
    const { svg } = view;
    svg.addEventListener('pointerdown', (event) => this.#down(event));
    svg.addEventListener('pointermove', (event) => this.#move(event));
    svg.addEventListener('pointerup', (event) => this.#up(event));
    svg.addEventListener('pointercancel', (event) => this.#forget(event));
    svg.addEventListener('contextmenu', (event) => event.preventDefault());
    svg.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
  }

  #place(event) {
    return this.view.place(event, this.handler.frame);
  }

  #down(event) {
    this.view.svg.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, event);
    if (this.pointers.size > 1) {
      this.start = null; // two fingers move the image
      this.handler.dragCancelled();
      return;
    }
    const pans = event.button === 1 || this.handler.pans();
    this.start = { event, at: this.#place(event), pans, moved: false };
  }

  #move(event) {
    const before = this.pointers.get(event.pointerId);
    if (before && this.pointers.size === 2) {
      this.#pinch(event);
    } else if (before && this.start) {
      const far = Math.hypot(event.clientX - this.start.event.clientX, event.clientY - this.start.event.clientY);
      this.start.moved ||= far > CLICK_DISTANCE;
      if (this.start.moved && (this.start.pans || !this.handler.draws())) {
        this.handler.panned(event.clientX - before.clientX, event.clientY - before.clientY);
      } else if (this.start.moved) {
        this.handler.dragged(this.start.at, this.#place(event));
      }
    } else if (!before) {
      this.handler.hovered(this.#place(event));
    }
    if (before) {
      this.pointers.set(event.pointerId, event);
    }
  }

  #pinch(event) {
    const others = [...this.pointers.values()].filter((other) => other.pointerId !== event.pointerId);
    const before = this.pointers.get(event.pointerId);
    const [other] = others;
    const distance = (a, b) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
    const factor = distance(event, other) / Math.max(1, distance(before, other));
    const middle = { clientX: (event.clientX + other.clientX) / 2, clientY: (event.clientY + other.clientY) / 2 };
    this.handler.panned((event.clientX - before.clientX) / 2, (event.clientY - before.clientY) / 2);
    this.handler.zoomed(factor, this.#place(middle));
  }

  #up(event) {
    const { start } = this;
    this.#forget(event);
    if (!start || start.event.pointerId !== event.pointerId) {
      return;
    }
    if (!start.moved && !start.pans) {
      this.handler.clicked(start.at, event.button === 2 || event.altKey);
    } else if (start.moved && !start.pans && this.handler.draws()) {
      this.handler.dropped(start.at, this.#place(event));
    }
  }

  #forget(event) {
    this.pointers.delete(event.pointerId);
    this.start = null;
  }

  #wheel(event) {
    event.preventDefault();
    this.handler.zoomed(Math.exp(-Math.sign(event.deltaY) * 0.15), this.#place(event));
  }
}
