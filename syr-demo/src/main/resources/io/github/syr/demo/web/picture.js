// An image with its objects, and how they came about.

const copy = (value) => JSON.parse(JSON.stringify(value));

export class Picture {
  constructor(image) {
    Object.assign(this, image);
    this.objects = [this.#fresh('')];
    this.active = 0;
    this.corner = null; // the first click of a box that is begun
    this.past = [];
    this.future = [];
    this.masks = new Map(); // by model and prompts: what was answered
  }

  #fresh(label) {
    return { box: null, points: [], label };
  }

  get object() {
    return this.objects[this.active];
  }

  /** Those that have a prompt. */
  get prompted() {
    return this.objects.filter((object) => object.box || object.points.length > 0);
  }

  #remember() {
    this.past.push(copy({ objects: this.objects, active: this.active }));
    this.future = [];
  }

  #restore(from, to) {
    if (from.length > 0) {
      to.push(copy({ objects: this.objects, active: this.active }));
      Object.assign(this, from.pop(), { corner: null });
    }
  }

  undo() {
    if (this.corner) {
      this.corner = null;
    } else {
      this.#restore(this.past, this.future);
    }
  }

  redo() {
    this.#restore(this.future, this.past);
  }

  reset() {
    if (this.prompted.length > 0 || this.corner) {
      this.#remember();
      this.objects = [this.#fresh(this.object.label)];
      this.active = 0;
      this.corner = null;
    }
  }

  setBox(from, to) {
    this.#remember();
    this.object.box = [from.x, from.y, to.x, to.y];
    this.corner = null;
  }

  addPoint(at, on) {
    this.#remember();
    this.object.points.push({ x: at.x, y: at.y, on });
  }

  newObject() {
    if (this.object.box || this.object.points.length > 0) {
      this.#remember();
      this.objects.push(this.#fresh(this.object.label));
      this.active = this.objects.length - 1;
    }
    this.corner = null;
  }

  removeObject(index) {
    this.#remember();
    this.objects.splice(index, 1);
    if (this.objects.length === 0) {
      this.objects.push(this.#fresh(''));
    }
    this.active = Math.min(this.active, this.objects.length - 1);
    this.corner = null;
  }

  maskKey(model, object) {
    return model + JSON.stringify([object.box, object.points]);
  }

  maskOf(model, object) {
    return this.masks.get(this.maskKey(model, object));
  }
}
