// @ts-check
/** What the pages of the documentation do where scripts run: copying, themes, and calls that are sent from the reference. */

const MAX_SHOWN = 200_000;
const root = document.documentElement;

/** @template {Element} T @param {string} selector @param {new () => T} kind @param {ParentNode} within @returns {T[]} */
function all(selector, kind, within = document) {
  return [...within.querySelectorAll(selector)].flatMap((element) =>
    element instanceof kind ? [element] : [],
  );
}

/** @template {Element} T @param {string} selector @param {new () => T} kind @param {ParentNode} within @returns {T} */
function one(selector, kind, within = document) {
  const [found] = all(selector, kind, within);
  if (!found) throw new Error(`There is no ${selector} here`);
  return found;
}

/** @param {HTMLButtonElement} button @param {string} text */
async function copy(button, text) {
  const label = button.textContent;
  await navigator.clipboard.writeText(text).then(
    () => {
      button.textContent = 'Copied';
    },
    () => {
      button.textContent = 'Not allowed here';
    },
  );
  setTimeout(() => {
    button.textContent = label;
  }, 1500);
}

function offerCopies() {
  for (const button of all('.code > .copy', HTMLButtonElement)) {
    button.hidden = false;
    button.addEventListener('click', () =>
      copy(button, button.parentElement?.querySelector('code')?.textContent ?? ''),
    );
  }
}

function offerThemes() {
  const button = one('.theme', HTMLButtonElement);
  button.hidden = false;
  button.addEventListener('click', () => {
    const isDark =
      root.dataset.theme === 'dark' ||
      (root.dataset.theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
    root.dataset.theme = isDark ? 'light' : 'dark';
    // biome-ignore lint/suspicious/noDocumentCookie: the studio keeps the choice the same way, and not every browser has cookieStore
    document.cookie = `mouthpiece_theme=${root.dataset.theme}; path=/; max-age=31536000; samesite=lax`;
  });
}

/** On a phone the contents would push the text off the screen. */
function foldContents() {
  const contents = one('.contents', HTMLDetailsElement);
  if (matchMedia('(max-width: 800px)').matches) contents.open = false;
  contents.addEventListener('click', (event) => {
    const isLink = event.target instanceof HTMLAnchorElement;
    if (isLink && matchMedia('(max-width: 800px)').matches) contents.open = false;
  });
}

/** @typedef {{ key: string }} KeyInUse */

/** @returns {KeyInUse} */
function offerChoices() {
  const credential = { key: '' };
  const form = one('.credential', HTMLFormElement);
  const key = one('#credential-key', HTMLInputElement, form);
  form.hidden = false;
  root.dataset.examples = 'sh';
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', () => {
    const chosen = new FormData(form);
    root.dataset.examples = String(chosen.get('language'));
    key.disabled = chosen.get('as') !== 'key';
    credential.key = key.disabled ? '' : key.value.trim();
  });
  return credential;
}

/** @typedef {{ method: string, url: string, headers: Record<string, string>, body?: string | FormData | Blob, curl: string[] }} Prepared */

/** What the form says, as a call and as the words of a curl command. @param {HTMLFormElement} form @param {KeyInUse} credential @returns {Prepared} */
function prepare(form, credential) {
  const { method = 'GET', path = '' } = form.dataset;
  const url = new URL(fillPath(form, path), location.origin);
  /** @type {Record<string, string>} */
  const headers = {};
  if (credential.key && form.dataset.open !== 'yes') headers['X-API-Key'] = credential.key;
  for (const field of fieldsOf(form)) {
    if (field.value === '') continue;
    if (field.dataset.in === 'query') url.searchParams.set(field.name, field.value);
    if (field.dataset.in === 'header') headers[field.name] = field.value;
  }
  const { body, words, type } = bodyOf(form);
  if (type) headers['Content-Type'] = type;
  const shown = { ...headers, ...(headers['X-API-Key'] && { 'X-API-Key': '$KEY' }) };
  const curl = [
    'curl',
    ...(method === 'GET' ? [] : ['-X', method]),
    ...Object.entries(shown).flatMap(([name, value]) => ['-H', `"${name}: ${value}"`]),
    ...words,
    `"${url}"`,
  ];
  return { method, url: String(url), headers, ...(body !== undefined && { body }), curl };
}

/** @param {HTMLFormElement} form */
function fieldsOf(form) {
  return [...form.elements].filter(
    (element) => element instanceof HTMLInputElement || element instanceof HTMLSelectElement,
  );
}

/** @param {HTMLFormElement} form @param {string} path */
function fillPath(form, path) {
  return path.replace(/\{(\w+)\}/g, (_, name) => {
    const field = fieldsOf(form).find((each) => each.dataset.in === 'path' && each.name === name);
    return encodeURIComponent(field?.value.trim() ?? '');
  });
}

/** @param {HTMLFormElement} form @returns {{ body?: string | FormData | Blob, words: string[], type?: string }} */
function bodyOf(form) {
  const data = new FormData(form);
  const [text, bytes] = [data.get('body'), data.get('bytes')];
  const parts = fieldsOf(form).filter((field) => field.dataset.in === 'part');
  if (typeof text === 'string') {
    const quoted = text.replaceAll("'", String.raw`'\''`);
    return { body: text, words: ['-d', `'${quoted}'`], type: 'application/json' };
  }
  if (parts.length > 0) {
    const body = new FormData();
    for (const { name } of parts) {
      const value = data.get(name);
      const isGiven = value instanceof File ? value.name !== '' : value;
      if (value !== null && isGiven) body.set(name, value);
    }
    const words = [...body].flatMap(([name, value]) => [
      '-F',
      `"${name}=${value instanceof File ? `@${value.name}` : value}"`,
    ]);
    return { body, words };
  }
  if (bytes instanceof File) {
    const type = 'application/offset+octet-stream';
    return { body: bytes, words: ['--data-binary', `"@${bytes.name}"`], type };
  }
  return { words: [] };
}

/** @param {HTMLFormElement} form @param {Prepared} call @param {AbortSignal} signal */
async function send(form, call, signal) {
  const answer = one('.answer', HTMLElement, form);
  const verdict = one('.verdict', HTMLElement, form);
  const output = one('.answer code', HTMLElement, form);
  answer.hidden = false;
  output.textContent = '';
  verdict.className = 'verdict';
  verdict.textContent = 'Waiting for the answer…';
  const startedAt = performance.now();
  const { method, headers, body } = call;
  try {
    const response = await fetch(call.url, { method, headers, signal, ...(body && { body }) });
    const ms = Math.round(performance.now() - startedAt);
    verdict.classList.add(response.ok || response.status === 304 ? 'good' : 'bad');
    verdict.textContent = `${response.status} ${response.statusText} · ${ms} ms`;
    await show(response, output);
  } catch (error) {
    if (signal.aborted) {
      verdict.textContent += ' · stopped';
      return;
    }
    verdict.classList.add('bad');
    verdict.textContent = `No answer came: ${error instanceof Error ? error.message : error}`;
  }
}

/** Text as it comes, JSON laid out, of anything else the size. @param {Response} response @param {HTMLElement} output */
async function show(response, output) {
  const type = response.headers.get('content-type') ?? '';
  const head = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  if (/json/.test(type)) {
    const text = await response.text();
    output.textContent = layOut(text);
  } else if (/text|mpegurl/.test(type)) {
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { value, done } = (await reader?.read()) ?? { value: '', done: true };
      if (done) break;
      output.textContent = `${output.textContent}${value}`.slice(-MAX_SHOWN);
    }
  } else {
    const { size } = await response.blob();
    output.textContent = size > 0 ? `${head}\n\n${size} bytes of ${type}` : head;
  }
}

/** @param {string} text */
function layOut(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** @param {HTMLFormElement} form @param {KeyInUse} credential */
function offerCall(form, credential) {
  const stop = one('.stop', HTMLButtonElement, form);
  const curl = one('.copy-curl', HTMLButtonElement, form);
  let running = new AbortController();
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    running.abort();
    running = new AbortController();
    const { signal } = running;
    stop.hidden = false;
    await send(form, prepare(form, credential), signal);
    if (!signal.aborted) stop.hidden = true;
  });
  stop.addEventListener('click', () => {
    running.abort();
    stop.hidden = true;
  });
  curl.addEventListener('click', () => copy(curl, prepare(form, credential).curl.join(' ')));
}

foldContents();
offerThemes();
offerCopies();
if (document.querySelector('.credential')) {
  const credential = offerChoices();
  for (const details of all('.try', HTMLDetailsElement)) {
    details.hidden = false;
    offerCall(one('form', HTMLFormElement, details), credential);
  }
}
