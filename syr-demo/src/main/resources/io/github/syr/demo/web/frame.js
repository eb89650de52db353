// Which part of the image is seen; all views show the same.

const LARGEST = 64; // screen pixels an image pixel
const SMALLEST = 0.01;

export class Frame {
  /** @param size gives width and height of a view, in screen pixels */
  constructor(size) {
    this.size = size;
    this.x = 0; // of the view's corner, in pixels of the image
    this.y = 0;
    this.scale = 1; // screen pixels an image pixel
  }

  get middle() {
    const { width, height } = this.size();
    return { x: this.x + width / this.scale / 2, y: this.y + height / this.scale / 2 };
  }

  fit(picture) {
    const { width, height } = this.size();
    this.scale = Math.min(width / picture.width, height / picture.height);
    this.x = (picture.width - width / this.scale) / 2;
    this.y = (picture.height - height / this.scale) / 2;
  }

  /** @param place that stays where it is, in pixels of the image */
  zoom(factor, place = this.middle) {
    const scale = Math.min(LARGEST, Math.max(SMALLEST, this.scale * factor));
    this.x = place.x - ((place.x - this.x) * this.scale) / scale;
    this.y = place.y - ((place.y - this.y) * this.scale) / scale;
    this.scale = scale;
  }

  /** @param dx in screen pixels */
  pan(dx, dy) {
    this.x -= dx / this.scale;
    this.y -= dy / this.scale;
  }

  /** Moves no farther than it takes to see a place. */
  include(place) {
    const { width, height } = this.size();
    const [right, bottom] = [this.x + width / this.scale, this.y + height / this.scale];
    this.x += Math.min(0, place.x - this.x) + Math.max(0, place.x - right);
    this.y += Math.min(0, place.y - this.y) + Math.max(0, place.y - bottom);
  }
}
