// What the page asks the server for. Paths are relative: the page's own begins with the token.

/** A refusal of the server, in words for the user. */
export class Problem extends Error {
  constructor(words, status) {
    super(words);
    this.status = status;
  }
}

async function send(method, path, body, headers) {
  let answer;
  try {
    answer = await fetch('api/' + path, { method, body, headers });
  } catch {
    throw new Problem('The demo does not answer; it may have ended. Start it again and open its new address.', 0);
  }
  if (answer.ok) {
    return answer;
  }
  let words = 'The demo answered ' + answer.status + '.';
  try {
    words = (await answer.json()).error;
  } catch {
    // no JSON; the number says it
  }
  throw new Problem(words, answer.status);
}

const post = (path, message) => send('POST', path, JSON.stringify(message), { 'Content-Type': 'application/json' });

export const state = async () => (await send('GET', 'state')).json();
export const dataset = async () => (await send('GET', 'dataset')).json();
export const upload = async (file) => (await send('POST', 'images?name=' + encodeURIComponent(file.name), file)).json();
export const take = async (file) => (await post('dataset-images', { file })).json();
export const remove = (id) => send('DELETE', 'images/' + id);
export const picture = (id) => 'api/images/' + id + '/picture';
export const encoding = async (id, model) => (await post(`images/${id}/encoding`, { model })).json();
export const masks = async (id, model, objects) => (await post(`images/${id}/masks`, { model, objects })).json();
export const add = async (id, model, objects, split) =>
  (await post(`images/${id}/addition`, { model, objects, split })).json();
export const stop = () => post('stop', {});

/** Lets the browser save a file. */
export async function download(id, model, objects, kind) {
  const answer = await post(`images/${id}/export`, { model, objects, kind });
  const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('Content-Disposition'))[1];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await answer.blob());
  link.download = decodeURIComponent(name);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
