// Encodings and masks: what the models are asked, and when.

import * as api from './api.js';

const POLL = 150; // milliseconds between two questions how far an encoding is
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** One question at a time a view; the last state of the prompts is what counts. */
export class Asking {
  /** @param page has current, the image that is seen; shown(), the views; render(), update() and complain(error) */
  constructor(page) {
    this.page = page;
    this.busy = new Map();
  }

  /** Asks for all masks that are missing. */
  all() {
    this.page.shown().forEach((view) => this.#refresh(view));
  }

  #refresh(view) {
    const picture = this.page.current;
    const before = this.busy.get(view);
    if (before) {
      before.again = true;
      return;
    }
    const task = { again: false };
    this.busy.set(view, task);
    this.#ask(view, picture).catch((error) => {
      if (this.page.current === picture) {
        this.page.complain(error);
      }
    }).finally(() => {
      this.busy.delete(view);
      const { current } = this.page;
      const lacking = current?.prompted.some((object) => !current.maskOf(view.model, object));
      if (current && task.again && (current !== picture || lacking || !view.status.hidden)) {
        this.page.update();
      }
    });
  }

  /** Asks for the masks that a view lacks. */
  async #ask(view, picture) {
    const { model } = view;
    if (!(await this.#encoded(view, picture, model))) {
      return;
    }
    const missing = picture.prompted.filter((object) => !picture.maskOf(model, object));
    if (missing.length === 0) {
      return;
    }
    const keys = missing.map((object) => picture.maskKey(model, object));
    try {
      const answer = await api.masks(picture.id, model, missing);
      answer.masks.forEach((mask, index) => picture.masks.set(keys[index], mask));
    } catch (error) {
      if (error.status !== 409) {
        throw error;
      }
    }
    this.page.render();
  }

  /** Waits until a view's model has encoded the image; false where another one is wanted by then. */
  async #encoded(view, picture, model) {
    const wanted = () => this.page.current === picture && view.model === model;
    while (wanted()) {
      const state = await api.encoding(picture.id, model);
      if (!wanted()) {
        return false;
      }
      if (state.state === 'ready') {
        view.showStatus('');
        return true;
      }
      if (state.state === 'failed') {
        view.showStatus(state.reason, undefined);
        return false;
      }
      const words = state.state === 'waiting' ? 'Waiting for another encoding…' : 'Encoding the image…';
      const seconds = state.seconds ?? 0;
      view.showStatus(seconds >= 1 ? `${words} ${Math.floor(seconds)} s` : words, state.expected, seconds);
      await wait(POLL);
    }
    return false;
  }
}
