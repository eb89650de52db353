// The data set: images to choose from it, and to add to it.

import * as api from './api.js';

const at = (id) => document.getElementById(id);

export class DatasetPanel {
  /** @param page has current, render(), and take(name) to show an image of the data set */
  constructor(page) {
    this.page = page;
    this.contents = null; // the last answer; null where there is no data set
    at('filter').addEventListener('input', () => this.list());
    at('unannotated').addEventListener('change', () => this.list());
  }

  /** @param there whether there is a data set */
  async load(there) {
    this.contents = there ? await api.dataset() : null;
    at('dataset').hidden = !there;
    at('choose').hidden = !this.contents?.images.length;
    if (!there) {
      return;
    }
    const { problem, splits, labels, unannotated } = this.contents;
    at('dataset-problem').textContent = problem ?? '';
    at('splits').hidden = splits.length === 0;
    at('split').replaceChildren(...splits.map((split) => new Option(split)));
    at('labels').replaceChildren(...labels.map((label) => new Option(label, label)));
    at('annotate-next').hidden = unannotated.length === 0;
    at('annotate-next').textContent = `Next to annotate (${unannotated.length})`;
    this.page.render();
  }

  /** The images to choose from, as far as their names contain what is typed. */
  list() {
    const words = at('filter').value.toLowerCase();
    const fresh = new Set(this.contents.unannotated);
    const found = this.contents.images.filter(
      (name) => name.toLowerCase().includes(words) && (fresh.has(name) || !at('unannotated').checked));
    at('files-of-dataset').querySelector('ul').replaceChildren(...found.map((name) => {
      const row = document.createElement('li');
      const button = document.createElement('button');
      button.textContent = name + (fresh.has(name) ? ' – not annotated' : '');
      button.addEventListener('click', () => {
        at('files-of-dataset').close();
        this.page.take(name);
      });
      row.append(button);
      return row;
    }));
  }

  /** An upload with its annotation, or the annotation of an image that the data set has. */
  async add(model) {
    const picture = this.page.current;
    const split = picture.datasetFile || this.contents.splits.length === 0 ? null : at('split').value;
    const added = await api.add(picture.id, model, picture.prompted, split);
    picture.datasetFile = added.image;
    picture.added = `Added: ${added.files.join(', ')}. The next mvn syr:train takes it up.`;
    await this.load(true);
  }

  /** The first image without an annotation behind the one on the page. */
  get next() {
    const { unannotated } = this.contents;
    const index = unannotated.findIndex((name) => name > (this.page.current?.datasetFile ?? ''));
    return unannotated[Math.max(0, index)];
  }

  /** Whether the image on the page can be added, in words. */
  draw() {
    const { current } = this.page;
    if (!this.contents || !current) {
      return;
    }
    const reason = this.#whyNot(current);
    at('add').disabled = reason !== '';
    at('add-hint').textContent = current.added ? '' : reason || this.#hint(current);
    at('added').textContent = current.added ?? '';
  }

  /** Why the image on the page can't be added; empty where it can. */
  #whyNot(picture) {
    if (this.contents.problem) {
      return 'The data set can\'t be read.';
    }
    if (picture.prompted.length === 0) {
      return 'Mark an object first.';
    }
    return picture.datasetFile && !this.contents.unannotated.includes(picture.datasetFile)
      ? `${picture.datasetFile} has an annotation already; change it with your annotation tool.` : '';
  }

  #hint(picture) {
    const { format, splits } = this.contents;
    return picture.datasetFile
      ? `${format} annotation of ${picture.datasetFile}`
      : `${picture.name} with its objects, as ${format}` + (splits.length === 0 ? '; the build chooses the split' : '');
  }
}
