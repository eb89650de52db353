// One model's view of the image: photograph, masks, prompts.

const SVG = 'http://www.w3.org/2000/svg';
const COLOURS = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#d55e00', '#56b4e9'];

function element(name, attributes = {}, parent = null) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  parent?.append(made);
  return made;
}

export const colour = (index) => COLOURS[index % COLOURS.length];

export class View {
  constructor(section, name) {
    this.section = section;
    this.name = name;
    section.innerHTML = `
      <div class="bar">
        <label>Model <select class="model"></select></label>
        <span class="score"></span>
      </div>
      <div class="stage">
        <svg class="canvas" tabindex="0" role="application"></svg>
        <div class="status" role="status" hidden><p></p><progress></progress></div>
      </div>`;
    this.select = section.querySelector('.model');
    this.score = section.querySelector('.score');
    this.svg = section.querySelector('svg');
    this.status = section.querySelector('.status');
    const definitions = element('defs', {}, this.svg);
    const pattern = element(
      'pattern', { id: 'checker-' + name, width: 16, height: 16, patternUnits: 'userSpaceOnUse' }, definitions);
    element('rect', { width: 16, height: 16, fill: '#ffffff' }, pattern);
    element('path', { d: 'M0 0h8v16h8v-8h-16z', fill: '#c8c8c8' }, pattern);
    this.pattern = pattern;
    this.clip = element('clipPath', { id: 'clip-' + name }, definitions);
    this.ground = element('rect', { fill: `url(#checker-${name})` }, this.svg);
    this.photo = element('image', { class: 'photo' }, this.svg);
    this.maskLayer = element('g', { class: 'masks' }, this.svg);
    this.promptLayer = element('g', { class: 'prompts' }, this.svg);
    this.last = []; // each object's mask as it was last seen, until that of its new prompts is there
  }

  get model() {
    return this.select.value;
  }

  get size() {
    return { width: this.svg.clientWidth || 1, height: this.svg.clientHeight || 1 };
  }

  /** Where in the image a place on the screen is. */
  place(event, frame) {
    const bounds = this.svg.getBoundingClientRect();
    return {
      x: frame.x + (event.clientX - bounds.left) / frame.scale,
      y: frame.y + (event.clientY - bounds.top) / frame.scale,
    };
  }

  setPicture(picture, address) {
    this.svg.setAttribute('aria-label', `${picture.name}: arrow keys move the cross, Enter clicks`);
    for (const layer of [this.photo, this.ground]) {
      layer.setAttribute('width', picture.width);
      layer.setAttribute('height', picture.height);
    }
    this.photo.setAttribute('href', address);
    this.photo.setAttribute('preserveAspectRatio', 'none');
    this.forget();
  }

  /** Masks that were seen are of another image or model. */
  forget() {
    this.last = [];
  }

  /** A rank that was trained again is another model of the same name. */
  setModels(models) {
    const before = this.model;
    const name = this.select.selectedOptions[0]?.dataset.name;
    this.select.replaceChildren(...models.map((model) => {
      const option = new Option(model.name + (model.packaged ? ' ★ packaged' : ''), model.id);
      option.dataset.name = model.name;
      return option;
    }));
    const chosen = models.find((model) => model.id === before) ?? models.find((model) => model.name === name);
    if (chosen) {
      this.select.value = chosen.id;
    }
    if (this.model !== before) {
      this.showStatus('');
      this.forget();
    }
  }

  showStatus(words, expected = null, seconds = 0) {
    this.status.hidden = !words;
    this.status.querySelector('p').textContent = words;
    const bar = this.status.querySelector('progress');
    bar.hidden = expected === undefined;
    if (expected) {
      bar.max = 1;
      bar.value = Math.min(0.97, seconds / expected);
    } else {
      bar.removeAttribute('value');
    }
  }

  /** Draws it anew: where one is, which masks, which prompts. */
  draw(picture, frame, look) {
    const { width, height } = this.size;
    this.svg.setAttribute('viewBox', `${frame.x} ${frame.y} ${width / frame.scale} ${height / frame.scale}`);
    this.svg.classList.toggle('pixels', frame.scale * devicePixelRatio >= 2);
    this.pattern.setAttribute('patternTransform', `scale(${1 / frame.scale})`);
    this.#drawMasks(picture, look);
    this.#drawPrompts(picture, frame, look);
    const shape = picture.maskOf(this.model, picture.object);
    this.score.textContent = shape
      ? `predicted IoU ${shape.predictedIou.toFixed(2)}, ${shape.pixels.toLocaleString('en')} px`
      : '';
  }

  #drawMasks(picture, look) {
    this.maskLayer.replaceChildren();
    this.clip.replaceChildren();
    this.last.length = Math.min(this.last.length, picture.objects.length);
    picture.objects.forEach((object, index) => {
      const current = picture.maskOf(this.model, object);
      const empty = !object.box && object.points.length === 0;
      const shape = empty ? null : current ?? this.last[index];
      this.last[index] = shape;
      if (shape) {
        element('path', { d: shape.path, 'clip-rule': 'evenodd' }, this.clip);
        if (!look.checkerboard || look.outline) {
          element('path', {
            d: shape.path,
            class: `mask${index === picture.active ? ' active' : ''}${current ? '' : ' stale'}`,
            fill: look.checkerboard ? 'none' : colour(index),
            'fill-opacity': look.opacity,
            stroke: look.outline ? colour(index) : 'none',
          }, this.maskLayer);
        }
      }
    });
    this.ground.setAttribute('visibility', look.checkerboard ? 'visible' : 'hidden');
    if (look.checkerboard) {
      this.photo.setAttribute('clip-path', `url(#clip-${this.name})`);
    } else {
      this.photo.removeAttribute('clip-path');
    }
  }

  #drawPrompts(picture, frame, look) {
    this.promptLayer.replaceChildren();
    picture.objects.forEach((object, index) => {
      const active = index === picture.active;
      if (object.box) {
        this.#rectangle(object.box, colour(index), active ? 'box active' : 'box');
      }
      for (const point of active ? object.points : []) {
        const radius = 6 / frame.scale;
        element('circle', { cx: point.x, cy: point.y, r: radius, class: point.on ? 'point on' : 'point off' },
          this.promptLayer);
        const arm = radius * 0.55;
        const upright = point.on ? `M${point.x} ${point.y - arm}v${2 * arm}` : '';
        element('path', { d: `M${point.x - arm} ${point.y}h${2 * arm}${upright}`, class: 'sign' }, this.promptLayer);
      }
    });
    if (picture.corner && look.pointer) {
      const { corner } = picture;
      this.#rectangle([corner.x, corner.y, look.pointer.x, look.pointer.y], colour(picture.active), 'box pending');
    } else if (picture.corner) {
      element('circle', { cx: picture.corner.x, cy: picture.corner.y, r: 4 / frame.scale, class: 'point on' },
        this.promptLayer);
    }
    if (look.cross) {
      const arm = 12 / frame.scale;
      const { x, y } = look.cross;
      element('path', { d: `M${x - arm} ${y}h${2 * arm}M${x} ${y - arm}v${2 * arm}`, class: 'cross' }, this.promptLayer);
    }
  }

  #rectangle([x0, y0, x1, y1], stroke, name) {
    const place = { x: Math.min(x0, x1), y: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0) };
    element('rect', { ...place, class: name + ' halo' }, this.promptLayer);
    element('rect', { ...place, class: name, stroke }, this.promptLayer);
  }
}
