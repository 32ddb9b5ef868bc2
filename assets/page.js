// What a browser may do beyond forms and links, which do the same without it: a list follows what is typed, and a field
// that people type is kept without leaving the list.

const waitBeforeAsking = 200;

for (const form of document.querySelectorAll('main form[role=search]')) follow(form);
findFrom(document.querySelector('form.find'));
for (const form of document.querySelectorAll('form.room')) keepInPlace(form);

/** Asks for the list while somebody types, and puts what was found in the place of what stands there. */
function follow(form) {
  const found = document.getElementById('found');
  const count = document.getElementById('count');
  if (found === null || count === null) return;
  let waiting;
  let asking = new AbortController();
  const ask = async () => {
    // Of questions that overtake each other only the last is answered.
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const address = new URL(form.action);
    for (const [name, value] of new FormData(form)) if (value !== '') address.searchParams.set(name, value);
    try {
      const response = await fetch(address, { headers: { accept: 'text/html' }, signal });
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      if (signal.aborted) return;
      const now = page.getElementById('found');
      // Whoever is signed out has no list any more: the address itself says what to do.
      if (now === null) return location.assign(address);
      found.replaceChildren(...now.childNodes);
      for (const inner of found.querySelectorAll('form.room')) keepInPlace(inner);
      for (const select of form.querySelectorAll('select')) countAnew(select, page);
      count.textContent = page.getElementById('count').textContent;
      history.replaceState(null, '', address);
    } catch {
      if (!signal.aborted) count.textContent = 'The list cannot be had just now. Press Show to try again.';
    }
  };
  form.addEventListener('input', ({ target }) => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, target instanceof HTMLSelectElement ? 0 : waitBeforeAsking);
  });
  form.addEventListener('submit', () => clearTimeout(waiting));
}

/** The search on every page: `/` leads to its field. Only on its own page does what it finds follow what is typed. */
function findFrom(form) {
  if (form === null) return;
  if (location.pathname === new URL(form.action).pathname) follow(form);
  const field = form.elements.q;
  document.addEventListener('keydown', (event) => {
    const { key, target, altKey, ctrlKey, metaKey } = event;
    if (key !== '/' || altKey || ctrlKey || metaKey || target.closest('input, select, textarea') !== null) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}

/** What there is to choose may say how many it would find. */
function countAnew(select, page) {
  const now = new Map();
  for (const option of page.querySelectorAll(`form[role=search] select[name="${CSS.escape(select.name)}"] option`))
    now.set(option.value, option.textContent);
  for (const option of select.options) option.textContent = now.get(option.value) ?? option.textContent;
}

/** Sends the form and stays where it is; where that fails, the form goes its usual way and the page says why. */
function keepInPlace(form) {
  const { value: field, shown, to } = form.elements;
  const said = document.createElement('span');
  said.setAttribute('role', 'status');
  form.append(said);
  form.addEventListener('input', () => (said.textContent = ''));
  let sent = Promise.resolve();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    // One after the other, so that the last one stays.
    sent = sent
      .then(() => {
        body.set('shown', shown.value);
        return fetch(form.action, { method: 'POST', body });
      })
      .then(
        ({ ok, url }) => {
          // Who is signed out is led elsewhere.
          if (!ok || url !== new URL(to.value, location.href).href) return form.submit();
          shown.value = body.get('value');
          if (field.value === shown.value) said.textContent = 'Saved';
        },
        () => form.submit(),
      );
  });
}
