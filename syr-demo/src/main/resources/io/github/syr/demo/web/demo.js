// The page: images, tools and controls, and how they are connected.

import * as api from './api.js';
import { Asking } from './asking.js';
import { DatasetPanel } from './dataset.js';
import { Frame } from './frame.js';
import { Gestures } from './gestures.js';
import { KEYS, Keyboard } from './keys.js';
import { Picture } from './picture.js';
import { View, colour } from './view.js';

const at = (id) => document.getElementById(id);
const views = [new View(at('left'), 'left'), new View(at('right'), 'right')];
const pictures = [];
const frame = new Frame(() => views[0].size);
const look = { opacity: 0.45, outline: true, checkerboard: false, pointer: null, cross: null };
let server = null; // the last answer to api.state
let labelMemory = '';
let drawing = 0; // a redraw that is asked for

/** What other modules see of it. */
const page = {
  current: null,
  shown: () => views.filter((view) => !view.section.hidden),
  render,
  update,
  complain,
  take: attempt(async (name) => show(admit(await api.take(name)))),
};
const asking = new Asking(page);
const dataset = new DatasetPanel(page);

// ---- words for the user

function complain(error) {
  at('alert').hidden = false;
  at('alert').firstElementChild.textContent = error.message;
}

function quiet() {
  at('alert').hidden = true;
}

/** Runs what a control asks for; what the server refuses is said. */
function attempt(action) {
  return async (...given) => {
    try {
      quiet();
      await action(...given);
    } catch (error) {
      complain(error);
    }
  };
}

// ---- images

function show(picture) {
  page.current = picture;
  at('empty').hidden = picture !== null;
  document.body.classList.toggle('without-image', picture === null);
  if (picture) {
    views.forEach((view) => view.setPicture(picture, api.picture(picture.id)));
    at('images').value = picture.id;
    frame.fit(picture);
    update();
  } else {
    views.forEach((view) => view.photo.removeAttribute('href'));
    render();
  }
}

function listImages() {
  at('images').replaceChildren(...pictures.map((picture) => new Option(picture.name, picture.id)));
  if (page.current) {
    at('images').value = page.current.id;
  }
}

function admit(image) {
  const known = pictures.find((picture) => picture.id === image.id);
  if (known) {
    return known;
  }
  const picture = new Picture(image);
  picture.object.label = labelMemory;
  pictures.push(picture);
  listImages();
  return picture;
}

async function addFiles(files) {
  quiet();
  let last = null;
  const refused = [];
  const megabytes = (bytes) => Math.round(bytes / 1e6) + ' MB';
  for (const file of files) {
    try {
      if (file.size > server.limits.bytes) {
        throw new Error(`${file.name} has ${megabytes(file.size)}; the demo takes files up to `
          + `${megabytes(server.limits.bytes)}.`);
      }
      last = admit(await api.upload(file));
    } catch (error) {
      refused.push(error.message);
    }
  }
  if (last) {
    show(last);
  }
  if (refused.length > 0) {
    complain(new Error(refused.join(' ')));
  }
}

function step(by) {
  if (pictures.length > 0) {
    const index = pictures.indexOf(page.current) + by;
    show(pictures[(index + pictures.length) % pictures.length]);
  }
}

/** Takes an image off the page. */
async function drop(picture) {
  await api.remove(picture.id);
  pictures.splice(pictures.indexOf(picture), 1);
}

/** Another one is seen before it goes, so that nobody asks for it any more. */
async function removeImage() {
  const removed = page.current;
  const index = pictures.indexOf(removed);
  show(pictures[index + 1] ?? pictures[index - 1] ?? null);
  await drop(removed);
  listImages();
}

async function annotateNext() {
  show(admit(await api.take(dataset.next)));
  useTool('box');
  // what is done makes room: the page holds a limited number of images
  for (const done of pictures.filter((picture) => picture.added)) {
    await drop(done);
  }
  listImages();
}

// ---- what is seen

/** After a change of prompts, image or model. */
function update() {
  render();
  const untouched = !page.current || page.current.prompted.length === 0;
  if (page.current && (at('live').checked || untouched)) {
    asking.all();
  }
}

function render() {
  cancelAnimationFrame(drawing);
  drawing = requestAnimationFrame(draw);
}

function draw() {
  const { current } = page;
  for (const control of document.querySelectorAll('#tools button:not(#annotate-next), #remove, #previous, #next')) {
    control.disabled = !current;
  }
  if (!current) {
    at('objects').replaceChildren();
    return;
  }
  page.shown().forEach((view) => view.draw(current, frame, look));
  at('undo').disabled = current.past.length === 0 && !current.corner;
  at('redo').disabled = current.future.length === 0;
  at('zoom').value = Math.round(frame.scale * devicePixelRatio * 100) + ' %';
  at('hint').textContent = hint();
  at('source').textContent = page.shown().length > 1 ? 'Files and additions are of the left model.' : '';
  dataset.draw();
  listObjects();
}

function hint() {
  if (tool() === 'box') {
    return page.current.corner
      ? 'Now the opposite corner.' : 'Click two corners of a box around the object, or drag it.';
  }
  return tool() === 'on' ? 'Click on the object; right click beside it.' : 'Click on what is not to be in the mask.';
}

/** Built anew only where their number changes: a label that is being typed keeps its cursor. */
function listObjects() {
  const { current } = page;
  const list = at('objects');
  if (list.children.length !== current.objects.length || list.dataset.of !== current.id) {
    list.dataset.of = current.id;
    list.replaceChildren(...current.objects.map((_, index) => objectRow(index)));
  }
  [...list.children].forEach((row, index) => {
    row.classList.toggle('active', index === current.active);
    row.querySelector('.pick').setAttribute('aria-pressed', index === current.active);
    const label = row.querySelector('input');
    if (document.activeElement !== label) {
      label.value = current.objects[index].label;
    }
  });
}

function objectRow(index) {
  const row = document.createElement('li');
  const pick = document.createElement('button');
  pick.className = 'pick';
  pick.textContent = index + 1;
  pick.title = 'choose object ' + (index + 1);
  pick.style.setProperty('--colour', colour(index));
  pick.addEventListener('click', () => {
    page.current.active = index;
    page.current.corner = null;
    update();
  });
  const label = document.createElement('input');
  label.placeholder = 'label';
  label.setAttribute('list', 'labels');
  label.setAttribute('aria-label', `label of object ${index + 1}`);
  label.addEventListener('input', () => {
    labelMemory = label.value.trim();
    page.current.objects[index].label = labelMemory;
  });
  const remove = document.createElement('button');
  remove.textContent = '✕';
  remove.setAttribute('aria-label', `remove object ${index + 1}`);
  remove.addEventListener('click', () => {
    page.current.removeObject(index);
    update();
  });
  row.append(pick, label, remove);
  return row;
}

// ---- prompts

const tool = () => document.querySelector('input[name=tool]:checked').value;

function useTool(value) {
  document.querySelector(`input[name=tool][value=${value}]`).checked = true;
  if (page.current) {
    page.current.corner = null;
  }
  render();
}

const inside = (place) =>
  place.x >= 0 && place.y >= 0 && place.x <= page.current.width && place.y <= page.current.height;
const clamped = (place) => ({
  x: Math.min(page.current.width, Math.max(0, place.x)),
  y: Math.min(page.current.height, Math.max(0, place.y)),
});

/** After a box, clicks correct its mask. */
function finishBox(from, to) {
  const [a, b] = [clamped(from), clamped(to)];
  if (Math.abs(a.x - b.x) < 1 || Math.abs(a.y - b.y) < 1) {
    page.current.corner = null;
    complain(new Error('The two corners are on one point or one line; a box has an area.'));
    render();
    return;
  }
  page.current.setBox(a, b);
  useTool('on');
  update();
}

function click(place, other) {
  const { current } = page;
  quiet();
  const box = tool() === 'box' && !other;
  if (box && current.corner) {
    finishBox(current.corner, place);
  } else if (!inside(place)) {
    complain(new Error('That is outside the image.'));
  } else if (box) {
    current.corner = place;
    look.pointer = place;
    render();
  } else {
    current.addPoint(place, tool() !== 'off' && !other);
    update();
  }
}

/** The corner of a box that is begun, or none. */
function begin(corner, pointer) {
  page.current.corner = corner;
  look.pointer = pointer;
  render();
}

/** The keyboard's pointer. */
function moveCross(dx, dy, fine) {
  const from = look.cross ?? frame.middle;
  const by = fine ? 1 : 10 / frame.scale;
  look.cross = clamped({ x: from.x + dx * by, y: from.y + dy * by });
  look.pointer = look.cross;
  frame.include(look.cross);
  render();
}

/** For what makes sense only where there is an image. */
const withImage = (action) => (...given) => page.current && action(...given);

const keyboard = new Keyboard({
  undo: () => at('undo').click(),
  redo: () => at('redo').click(),
  moveCross: withImage(moveCross),
  clickAtCross: withImage((other) => click(look.cross ?? frame.middle, other)),
  shortcuts: {
    b: () => useTool('box'),
    p: () => useTool('on'),
    x: () => useTool('off'),
    n: () => at('new-object').click(),
    delete: withImage(() => { page.current.removeObject(page.current.active); update(); }),
    r: () => at('reset').click(),
    g: () => at('generate').click(),
    o: () => at('outline').click(),
    c: () => at('checkerboard').click(),
    s: () => at('compare').click(),
    '+': () => at('zoom-in').click(),
    '=': () => at('zoom-in').click(),
    '-': () => at('zoom-out').click(),
    0: () => at('zoom-fit').click(),
    '[': () => step(-1),
    ']': () => step(1),
    '?': () => at('keys').showModal(),
  },
});

const moving = (action) => (...given) => {
  action(...given);
  render();
};
const handler = {
  frame,
  pans: () => keyboard.spaceHeld,
  draws: () => tool() === 'box',
  clicked: withImage(click),
  hovered(place) {
    look.pointer = place;
    if (page.current?.corner) {
      render();
    }
  },
  dragged: withImage(begin),
  dragCancelled: withImage(() => begin(null, null)),
  dropped: withImage(finishBox),
  panned: moving((dx, dy) => frame.pan(dx, dy)),
  zoomed: moving((factor, place) => frame.zoom(factor, place)),
};
views.forEach((view) => new Gestures(view, handler));

// ---- what the server has

async function loadState() {
  server = await api.state();
  document.title = server.title + ' – SYR';
  document.querySelector('h1').textContent = server.title;
  views.forEach((view) => view.setModels(server.models));
  at('notes').hidden = server.notes.length === 0;
  at('notes').replaceChildren(...server.notes.map((note) => {
    const row = document.createElement('li');
    row.textContent = note;
    return row;
  }));
  server.images.forEach(admit);
}

/** The packaged adapter at first; beside it, side by side, the unadapted model. */
function chooseModels() {
  const best = server.models.find((model) => model.packaged) ?? server.models.at(-1);
  views[0].select.value = best.id;
  views[1].select.value = server.models[0].id;
}

// ---- controls

function control(id, action) {
  at(id).addEventListener('click', attempt(action));
}

control('previous', () => step(-1));
control('next', () => step(1));
control('remove', removeImage);
control('undo', () => { page.current.undo(); update(); });
control('redo', () => { page.current.redo(); update(); });
control('reset', () => { page.current.reset(); useTool('box'); update(); });
control('new-object', () => { page.current.newObject(); useTool('box'); update(); });
control('generate', () => asking.all());
control('zoom-in', moving(() => frame.zoom(1.25)));
control('zoom-out', moving(() => frame.zoom(0.8)));
control('zoom-fit', moving(() => frame.fit(page.current)));
control('help', () => at('keys').showModal());
control('add', () => dataset.add(views[0].model));
control('annotate-next', annotateNext);
control('choose', async () => {
  await dataset.load(true);
  dataset.list();
  at('files-of-dataset').showModal();
});
control('stop', async () => {
  await api.stop();
  document.body.replaceChildren(Object.assign(document.createElement('p'), {
    className: 'ended',
    textContent: 'The demo has ended. You can close this page.',
  }));
});
for (const kind of ['mask', 'cut-out', 'labelme']) {
  control(kind, () => {
    const one = document.querySelector('input[name=scope]:checked').value === 'one';
    const { current } = page;
    return api.download(current.id, views[0].model, one ? [current.object] : current.prompted, kind);
  });
}
at('alert').querySelector('button').addEventListener('click', quiet);
at('images').addEventListener('change', () => show(pictures.find((picture) => picture.id === at('images').value)));
at('files').addEventListener('change', async () => {
  await addFiles([...at('files').files]);
  at('files').value = '';
});
for (const radio of document.querySelectorAll('input[name=tool]')) {
  radio.addEventListener('change', () => useTool(radio.value));
}
views.forEach((view) => view.select.addEventListener('change', () => {
  view.showStatus('');
  view.forget();
  update();
}));
at('opacity').addEventListener('input', () => { look.opacity = at('opacity').value / 100; render(); });
for (const id of ['outline', 'checkerboard']) {
  at(id).addEventListener('change', () => { look[id] = at(id).checked; render(); });
}
at('compare').addEventListener('change', () => {
  views[1].section.hidden = !at('compare').checked;
  if (page.current) {
    frame.fit(page.current);
    update();
  }
});
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  addFiles([...event.dataTransfer.files]);
});
document.addEventListener('paste', (event) => addFiles([...event.clipboardData.files]));
window.addEventListener('resize', withImage(moving(() => frame.fit(page.current))));
// a training may have ended while another window was in front
window.addEventListener('focus', () => document.querySelector('main') && entered());
at('keys').querySelector('dl').append(...KEYS.flatMap(([keys, meaning]) => [
  Object.assign(document.createElement('dt'), { textContent: keys }),
  Object.assign(document.createElement('dd'), { textContent: meaning }),
]));

const entered = attempt(async () => { await loadState(); update(); });

attempt(async () => {
  await loadState();
  chooseModels();
  show(pictures.at(-1) ?? null);
  await dataset.load(server.dataset);
})();
