import * as api from './api.js';
import { Gestures } from './gestures.js';
import { Picture } from './picture.js';
import { View, colour } from './view.js';

const at = (id) => document.getElementById(id);
const POLL = 150; // milliseconds between two questions how far an encoding is
const KEYS = [
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

const views = [new View(at('left'), 'left'), new View(at('right'), 'right')];
const pictures = [];
let current = null;
let server = null; // the last answer to api.state
let dataset = null; // the last answer to api.dataset; null where there is none
const frame = { x: 0, y: 0, scale: 1 };
const look = { opacity: 0.45, outline: true, checkerboard: false, pointer: null, cross: null };
let spaceHeld = false;
let labelMemory = '';
let drawing = 0; // a redraw that is asked for

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
  current = picture;
  at('empty').hidden = picture !== null;
  document.body.classList.toggle('without-image', picture === null);
  if (picture) {
    views.forEach((view) => view.setPicture(picture, api.picture(picture.id)));
    at('images').value = picture.id;
    fit();
    update();
  } else {
    views.forEach((view) => view.photo.removeAttribute('href'));
    render();
  }
}

function listImages() {
  at('images').replaceChildren(...pictures.map((picture) => {
    const option = document.createElement('option');
    option.value = picture.id;
    option.textContent = picture.name;
    return option;
  }));
  if (current) {
    at('images').value = current.id;
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
  for (const file of files) {
    if (file.size > server.limits.bytes) {
      refused.push(`${file.name} has ${Math.round(file.size / 1e6)} MB; the demo takes files up to `
        + `${Math.round(server.limits.bytes / 1e6)} MB.`);
      continue;
    }
    try {
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
    const index = pictures.indexOf(current) + by;
    show(pictures[(index + pictures.length) % pictures.length]);
  }
}

/** Takes an image off the page. */
async function drop(picture) {
  await api.remove(picture.id);
  pictures.splice(pictures.indexOf(picture), 1);
}

async function removeImage() {
  if (current) {
    const index = pictures.indexOf(current);
    await drop(current);
    show(pictures[Math.min(index, pictures.length - 1)] ?? null);
    listImages();
  }
}

// ---- encoding and masks

const shown = () => views.filter((view) => !view.section.hidden);
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Waits until a view's model has encoded the image; false where another one is wanted by then. */
async function encoded(view, picture, model) {
  for (;;) {
    const state = await api.encoding(picture.id, model);
    if (current !== picture || view.model !== model) {
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
}

/** Asks for the masks that a view lacks; where prompts change meanwhile, once more. */
async function ask(view, picture) {
  const { model } = view;
  if (!(await encoded(view, picture, model))) {
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
    document.body.dataset.milliseconds = answer.milliseconds.toFixed(1);
  } catch (error) {
    if (error.status !== 409) {
      throw error;
    }
  }
  render();
}

/** One question at a time a view; the last state of the prompts is what counts. */
const busy = new Map();
function refresh(view) {
  const picture = current;
  const before = busy.get(view);
  if (before) {
    before.again = true;
    return;
  }
  const task = { again: false };
  busy.set(view, task);
  ask(view, picture).catch((error) => complain(error)).finally(() => {
    busy.delete(view);
    const lacking = current?.prompted.some((object) => !current.maskOf(view.model, object));
    if (current && task.again && (current !== picture || lacking || !view.status.hidden)) {
      update();
    }
  });
}

function generate() {
  if (current) {
    shown().forEach(refresh);
  }
}

/** After a change of prompts, image or model. */
function update() {
  render();
  const untouched = !current || current.prompted.length === 0;
  if (current && (at('live').checked || untouched)) {
    generate();
  }
}

// ---- what is seen

function render() {
  cancelAnimationFrame(drawing);
  drawing = requestAnimationFrame(draw);
}

function draw() {
  for (const control of document.querySelectorAll('#tools button:not(#annotate-next), #remove, #previous, #next')) {
    control.disabled = !current;
  }
  if (!current) {
    at('objects').replaceChildren();
    return;
  }
  shown().forEach((view) => view.draw(current, frame, look));
  at('undo').disabled = current.past.length === 0 && !current.corner;
  at('redo').disabled = current.future.length === 0;
  at('zoom').value = Math.round(frame.scale * devicePixelRatio * 100) + ' %';
  at('hint').textContent = hint();
  if (dataset) {
    const reason = whyNotAdded();
    at('add').disabled = reason !== '';
    at('add-hint').textContent = current.added ? '' : reason || additionHint();
    at('added').textContent = current.added ?? '';
  }
  at('source').textContent = shown().length > 1 ? 'Files and additions are of the left model.' : '';
  listObjects();
}

function additionHint() {
  return current.datasetFile
    ? `${dataset.format} annotation of ${current.datasetFile}`
    : `${current.name} with its objects, as ${dataset.format}`
      + (dataset.splits.length === 0 ? '; the build chooses the split' : '');
}

function hint() {
  if (tool() === 'box') {
    return current.corner ? 'Now the opposite corner.' : 'Click two corners of a box around the object, or drag it.';
  }
  return tool() === 'on' ? 'Click on the object; right click beside it.' : 'Click on what is not to be in the mask.';
}

/** Built anew only where their number changes: a label that is being typed keeps its cursor. */
function listObjects() {
  const list = at('objects');
  if (list.children.length !== current.objects.length || list.dataset.of !== current.id) {
    list.dataset.of = current.id;
    list.replaceChildren(...current.objects.map((_, index) => objectRow(index)));
  }
  [...list.children].forEach((row, index) => {
    const object = current.objects[index];
    const active = index === current.active;
    row.classList.toggle('active', active);
    row.querySelector('.pick').setAttribute('aria-pressed', active);
    const label = row.querySelector('input');
    if (document.activeElement !== label) {
      label.value = object.label;
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
    current.active = index;
    current.corner = null;
    update();
  });
  const label = document.createElement('input');
  label.placeholder = 'label';
  label.setAttribute('list', 'labels');
  label.setAttribute('aria-label', `label of object ${index + 1}`);
  label.addEventListener('input', () => {
    current.objects[index].label = label.value.trim();
    labelMemory = label.value.trim();
  });
  const remove = document.createElement('button');
  remove.textContent = '✕';
  remove.setAttribute('aria-label', `remove object ${index + 1}`);
  remove.addEventListener('click', () => {
    current.removeObject(index);
    update();
  });
  row.append(pick, label, remove);
  return row;
}

// ---- zoom

function fit() {
  const { width, height } = views[0].size;
  frame.scale = Math.min(width / current.width, height / current.height);
  frame.x = (current.width - width / frame.scale) / 2;
  frame.y = (current.height - height / frame.scale) / 2;
  render();
}

function zoom(factor, place = null) {
  const { width, height } = views[0].size;
  const centre = place ?? { x: frame.x + width / frame.scale / 2, y: frame.y + height / frame.scale / 2 };
  const scale = Math.min(64, Math.max(0.01, frame.scale * factor));
  frame.x = centre.x - ((centre.x - frame.x) * frame.scale) / scale;
  frame.y = centre.y - ((centre.y - frame.y) * frame.scale) / scale;
  frame.scale = scale;
  render();
}

// ---- prompts

const tool = () => document.querySelector('input[name=tool]:checked').value;

function useTool(value) {
  document.querySelector(`input[name=tool][value=${value}]`).checked = true;
  if (current) {
    current.corner = null;
  }
  render();
}

const inside = (place) => place.x >= 0 && place.y >= 0 && place.x <= current.width && place.y <= current.height;
const clamped = (place) => ({
  x: Math.min(current.width, Math.max(0, place.x)),
  y: Math.min(current.height, Math.max(0, place.y)),
});

function outside() {
  complain(new Error('That is outside the image.'));
}

/** After a box, clicks correct its mask. */
function finishBox(from, to) {
  const [a, b] = [clamped(from), clamped(to)];
  if (Math.abs(a.x - b.x) < 1 || Math.abs(a.y - b.y) < 1) {
    current.corner = null;
    complain(new Error('The two corners are on one point or one line; a box has an area.'));
    render();
    return;
  }
  current.setBox(a, b);
  useTool('on');
  update();
}

const handler = {
  frame,
  pans: () => spaceHeld,
  draws: () => tool() === 'box',
  clicked(place, other) {
    quiet();
    if (!current) {
      return;
    }
    if (tool() === 'box' && !other) {
      if (current.corner) {
        finishBox(current.corner, place);
      } else if (inside(place)) {
        current.corner = place;
        look.pointer = place;
        render();
      } else {
        outside();
      }
    } else if (!inside(place)) {
      outside();
    } else {
      current.addPoint(place, tool() !== 'off' && !other);
      update();
    }
  },
  hovered(place) {
    look.pointer = place;
    if (current?.corner) {
      render();
    }
  },
  dragged(from, to) {
    if (current) {
      current.corner = from;
      look.pointer = to;
      render();
    }
  },
  dragCancelled() {
    if (current) {
      current.corner = null;
      render();
    }
  },
  dropped(from, to) {
    if (current) {
      finishBox(from, to);
    }
  },
  panned(dx, dy) {
    frame.x -= dx / frame.scale;
    frame.y -= dy / frame.scale;
    render();
  },
  zoomed: zoom,
};
views.forEach((view) => new Gestures(view, handler));

// ---- keys

/** The keyboard's pointer: a cross that arrow keys move. */
function moveCross(dx, dy, fine) {
  const { width, height } = views[0].size;
  look.cross ??= { x: frame.x + width / frame.scale / 2, y: frame.y + height / frame.scale / 2 };
  const by = fine ? 1 : 10 / frame.scale;
  look.cross = clamped({ x: look.cross.x + dx * by, y: look.cross.y + dy * by });
  look.pointer = look.cross;
  const [right, bottom] = [frame.x + width / frame.scale, frame.y + height / frame.scale];
  frame.x += Math.min(0, look.cross.x - frame.x) + Math.max(0, look.cross.x - right);
  frame.y += Math.min(0, look.cross.y - frame.y) + Math.max(0, look.cross.y - bottom);
  render();
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const SHORTCUTS = {
  b: () => useTool('box'),
  p: () => useTool('on'),
  x: () => useTool('off'),
  n: () => at('new-object').click(),
  delete: () => { current?.removeObject(current.active); update(); },
  r: () => at('reset').click(),
  g: () => at('generate').click(),
  o: () => at('outline').click(),
  c: () => at('checkerboard').click(),
  s: () => at('compare').click(),
  '+': () => zoom(1.25),
  '=': () => zoom(1.25),
  '-': () => zoom(0.8),
  0: () => current && fit(),
  '[': () => step(-1),
  ']': () => step(1),
  '?': () => at('keys').showModal(),
};

function onKey(event) {
  const typing = event.target.matches('input:not([type=radio]):not([type=checkbox]):not([type=range]), select');
  if (typing || document.querySelector('dialog[open]')) {
    return;
  }
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && (key === 'z' || key === 'y')) {
    event.preventDefault();
    at(key === 'y' || event.shiftKey ? 'redo' : 'undo').click();
  } else if (event.ctrlKey || event.metaKey) {
    return;
  } else if (event.target.matches('.canvas') && current && (ARROWS[event.key] || event.key === 'Enter')) {
    event.preventDefault();
    if (event.key === 'Enter') {
      handler.clicked(look.cross ?? { x: current.width / 2, y: current.height / 2 }, event.altKey);
    } else {
      moveCross(...ARROWS[event.key], event.shiftKey);
    }
  } else if (key === ' ' && !event.target.matches('button, input, label')) {
    event.preventDefault();
    spaceHeld = true;
  } else if (SHORTCUTS[key] && !event.altKey && !(event.target.matches('input') && ARROWS[event.key])) {
    SHORTCUTS[key]();
  }
}

// ---- the data set

async function loadDataset() {
  dataset = server.dataset ? await api.dataset() : null;
  at('dataset').hidden = !dataset;
  at('choose').hidden = !dataset?.images.length;
  if (!dataset) {
    return;
  }
  at('dataset-problem').textContent = dataset.problem ?? '';
  at('splits').hidden = dataset.splits.length === 0;
  at('split').replaceChildren(...dataset.splits.map((split) => new Option(split)));
  at('annotate-next').hidden = dataset.unannotated.length === 0;
  at('annotate-next').textContent = `Next to annotate (${dataset.unannotated.length})`;
  at('labels').replaceChildren(...dataset.labels.map((label) => new Option(label, label)));
  render();
}

function listDataset() {
  const words = at('filter').value.toLowerCase();
  const fresh = new Set(dataset.unannotated);
  const found = dataset.images.filter(
    (name) => name.toLowerCase().includes(words) && (fresh.has(name) || !at('unannotated').checked));
  at('files-of-dataset').querySelector('ul').replaceChildren(...found.map((name) => {
    const row = document.createElement('li');
    const button = document.createElement('button');
    button.textContent = name + (fresh.has(name) ? ' – not annotated' : '');
    button.addEventListener('click', attempt(async () => {
      at('files-of-dataset').close();
      show(admit(await api.take(name)));
    }));
    row.append(button);
    return row;
  }));
}

/** An upload with its annotation, or the annotation of an image that the data set has. */
async function addToDataset() {
  const picture = current;
  const split = picture.datasetFile || dataset.splits.length === 0 ? null : at('split').value;
  const added = await api.add(picture.id, views[0].model, picture.prompted, split);
  picture.datasetFile = added.image;
  await loadDataset();
  picture.added = `Added: ${added.files.join(', ')}. The next mvn syr:train takes it up.`;
  render();
}

/** The first image without an annotation behind the one on the page. */
async function annotateNext() {
  const index = dataset.unannotated.findIndex((name) => name > (current?.datasetFile ?? ''));
  show(admit(await api.take(dataset.unannotated[Math.max(0, index)])));
  useTool('box');
  // what is done makes room: the page holds a limited number of images
  for (const done of pictures.filter((picture) => picture.added)) {
    await drop(done);
  }
  listImages();
}

/** Why the image on the page can't be added; empty where it can. */
function whyNotAdded() {
  if (dataset.problem) {
    return 'The data set can\'t be read.';
  }
  if (current.prompted.length === 0) {
    return 'Mark an object first.';
  }
  return current.datasetFile && !dataset.unannotated.includes(current.datasetFile)
    ? `${current.datasetFile} has an annotation already; change it with your annotation tool.` : '';
}

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
control('undo', () => { current.undo(); update(); });
control('redo', () => { current.redo(); update(); });
control('reset', () => { current.reset(); useTool('box'); update(); });
control('new-object', () => { current.newObject(); useTool('box'); update(); });
control('generate', generate);
control('zoom-in', () => zoom(1.25));
control('zoom-out', () => zoom(0.8));
control('zoom-fit', fit);
control('help', () => at('keys').showModal());
control('add', addToDataset);
control('annotate-next', annotateNext);
control('choose', async () => {
  await loadDataset();
  listDataset();
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
    return api.download(current.id, views[0].model, one ? [current.object] : current.prompted, kind);
  });
}
at('alert').querySelector('button').addEventListener('click', quiet);
at('filter').addEventListener('input', listDataset);
at('unannotated').addEventListener('change', listDataset);
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
  if (current) {
    fit();
    update();
  }
});
document.addEventListener('keydown', onKey);
document.addEventListener('keyup', (event) => { spaceHeld &&= event.key !== ' '; });
document.addEventListener('dragover', (event) => event.preventDefault());
document.addEventListener('drop', (event) => {
  event.preventDefault();
  addFiles([...event.dataTransfer.files]);
});
document.addEventListener('paste', (event) => addFiles([...event.clipboardData.files]));
window.addEventListener('resize', () => current && fit());
// a training may have ended while another window was in front
window.addEventListener('focus', attempt(async () => { await loadState(); update(); }));
at('keys').querySelector('dl').append(...KEYS.flatMap(([keys, meaning]) => [
  Object.assign(document.createElement('dt'), { textContent: keys }),
  Object.assign(document.createElement('dd'), { textContent: meaning }),
]));

attempt(async () => {
  await loadState();
  chooseModels();
  show(pictures.at(-1) ?? null);
  await loadDataset();
})();
